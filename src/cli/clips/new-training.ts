import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import type { Tensor } from '../../core/snapshot.js';
import { findModel, readCheckpoint } from '../../files/checkpoint.js';
import { corpusName } from '../../files/corpus.js';
import { runConfigToJson, type Environment } from '../../files/run-config.js';
import { createRun, refuseExistingRun } from '../../files/run-directory.js';
import { backendOf } from '../choose-backend.js';
import { imageShapes } from '../../model/image-shapes.js';
import { classesOf } from '../../tasks/clips.js';
import type { TrainOptions } from '../../train/options.js';
import { startThreads } from '../training/threads.js';
import type { TrainArguments, Training } from '../training/training.js';
import { learnClips } from './learn.js';
import { clipOrigin, openClips } from './open.js';
import { clipOptions } from './options.js';
import { sanitizeLine } from '../terminal/sanitize.js';

/** A new run on clips in a new directory; see training/new-training.ts. */
export async function newClipTraining(
  { values, files }: TrainArguments,
  signal: AbortSignal,
): Promise<Training> {
  const out = values.out ?? join('runs', corpusName(files[0]!));
  refuseExistingRun(out);
  const corpus = await openClips(files, signal);
  const labels = classesOf(corpus.clips);
  const options = clipOptions(values, corpus.clips, labels.length, files[0]!);
  const initial = values.initFrom === undefined ? undefined : openCnn(values.initFrom, options);
  const backend = await backendOf(values.backend);
  const { vocabulary } = corpus;
  const chooseEngine = await startThreads(values.threads, backend, options);
  const { threads, engine } = await chooseEngine({ vocabulary: vocabulary.size });
  const environment: Environment = {
    backend: backend.name,
    threads,
    corpus: clipOrigin(files[0]!, corpus),
  };
  const config = runConfigToJson({ options, environment });
  const learned = learnClips(corpus.clips, labels, options, backend.memory);
  const run = { options, vocabulary, ...learned, backend, environment: config.environment, ...engine };
  return {
    run: initial ? { ...run, initial } : run,
    directory: createRun(out, config),
    ...{ corpus, backend, environment },
    notes: initial ? [`the CNN begins with the weights of ${sanitizeLine(values.initFrom!)}`] : [],
  };
}

/** The CNN of another network. Throws init/cnn when it is not one for this network. */
function openCnn(
  path: string,
  { model }: TrainOptions,
): { weights: ReadonlyMap<string, Tensor>; symbols: readonly string[] } {
  const file = findModel(path);
  const { weights } = readCheckpoint(file);
  for (const { name, shape } of imageShapes({ ...model, vocabulary: 0 }, model.images!)) {
    if (!name.startsWith('cnn.')) continue;
    const has = weights.get(name)?.shape;
    if (String(has) === String(shape)) continue;
    const why = has ? `${name} is [${has.join(', ')}], expected [${shape.join(', ')}]` : `it has no ${name}`;
    throw userError('init/cnn', { file, why });
  }
  return { weights, symbols: [] };
}
