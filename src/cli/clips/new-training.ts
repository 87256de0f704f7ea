import { join } from 'node:path';
import { readInitialModel } from '../../runs/initial-model.js';
import { corpusName } from '../../material/text/corpus.js';
import { runConfigToJson, type Environment } from '../../runs/config.js';
import { createRun, refuseExistingRun } from '../../runs/directory.js';
import { backendOf } from '../choose-backend.js';
import { classesOf } from '../../tasks/clips.js';
import { startThreads } from '../training/threads.js';
import type { TrainArguments, Training } from '../training/training.js';
import { cnnOf } from './initial-cnn.js';
import { learnClips } from './learn.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { isClips, openClips } from './open.js';
import { captionOrigin, clipOptions } from './options.js';

/** A new run on clips in a new directory; see training/new-training.ts. */
export async function newClipTraining(given: TrainArguments, signal: AbortSignal): Promise<Training> {
  const { values, files } = given;
  const captions = captionOrigin(given);
  const out = values.out ?? join('runs', corpusName(files.find(isClips)!));
  refuseExistingRun(out);
  const corpus = await openClips(files, captions, signal);
  const { vocabulary, task, clips } = corpus;
  const labels = captions ? null : classesOf(clips);
  const options = clipOptions(values, clips, labels && labels.length, files.find(isClips)!);
  const initial = values.initFrom === undefined ? undefined : readInitialModel(values.initFrom);
  const weights = initial && cnnOf(initial, options.model.images!);
  const backend = await backendOf(values.backend);
  const learned = learnClips(corpus, labels ?? undefined, options, backend.memory);
  const sizes = learned.data.model ?? { vocabulary: 0, outputs: labels!.length };
  const chooseEngine = await startThreads(values.threads, backend.name, options);
  const { threads, engine } = await chooseEngine(sizes, backend);
  const environment: Environment = {
    ...{ backend: backend.name, threads, corpus: corpus.origin },
    ...(initial && { initial: initial.origin }),
  };
  const config = runConfigToJson({ options, environment });
  const kept = { environment: config.environment, ...(task && { task }) };
  const run = { options, vocabulary, ...learned, backend, ...kept, ...engine };
  return {
    run: weights ? { ...run, initial: weights } : run,
    directory: createRun(out, config),
    ...{ corpus, backend, environment },
    notes: initial ? [`the CNN is initialized from ${sanitizeLine(values.initFrom!)}`] : [],
  };
}
