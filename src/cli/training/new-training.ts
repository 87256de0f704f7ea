import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import { corpusName, openCorpus } from '../../material/text/corpus.js';
import { boundedEnvironment } from '../../runs/origin.js';
import { runConfigToJson, type Environment } from '../../runs/config.js';
import { createRun, refuseExistingRun } from '../../runs/directory.js';
import { backendOf } from '../choose-backend.js';
import type { TrainOptions } from '../../train/options.js';
import { tableOrigin } from '../options/task-options.js';
import { trainOptions } from '../options/train-options.js';
import { openInitial } from './initial-weights.js';
import { isPlanned, planOf, reasons } from './planning.js';
import { openTableSource, type TableStop } from './table-source.js';
import { textSource } from './text-source.js';
import { startThreads } from './threads.js';
import { existingDirectory, type TrainArguments, type Training } from './training.js';
import type { TrainingSource } from './training-source.js';

/**
 * A new run in a new directory. Everything that can be refused is refused before the directory is made; until then
 * `stop` ends it at once, since there is nothing to save.
 */
export async function newTraining(given: TrainArguments, stop: TableStop): Promise<Training> {
  const { values, files } = given;
  if (files.length === 0) throw userError('usage/missing-argument', { usage: 'char-rnn train <corpus..>' });
  const asked = trainOptions(values);
  const out = values.out ?? join('runs', corpusName(files[0]!));
  refuseExistingRun(out);
  const initial = values.initFrom === undefined ? undefined : openInitial(values.initFrom, values);
  const expected = initial ? { ...asked, model: initial.model } : asked;
  const table = tableOrigin(given);
  const chooseEngine = await startThreads(values.threads, values.backend, expected);
  const backend = await backendOf(values.backend);
  stop.throwIfRequested();
  const corpus = await openSource(given, table, expected, { workDirectory: existingDirectory(out), stop });
  try {
    const { vocabulary, task } = corpus;
    const begin = initial?.fit(vocabulary, task);
    const planned = isPlanned(given) ? await planOf(given, asked, corpus) : undefined;
    const options = planned?.options ?? expected;
    const data = corpus.data(options);
    const sizes = data.model ?? { vocabulary: vocabulary.size };
    const { threads, engine } = await chooseEngine(sizes, backend, options);
    const environment: Environment = {
      ...{ backend: backend.name, threads, corpus: corpus.origin },
      ...(initial && { initial: initial.origin }),
    };
    const config = runConfigToJson({ options, environment });
    const bounded = runConfigToJson({ options, environment: boundedEnvironment(environment) });
    const kept = { environment: bounded.environment, ...(task && { task }) };
    const run = { options, vocabulary, data, backend, ...kept, ...engine };
    return {
      run: begin ? { ...run, initial: begin.weights } : run,
      directory: createRun(out, config),
      ...{ corpus, backend, environment },
      notes: [...corpus.notes, ...(begin ? [begin.note] : []), ...(planned ? reasons(planned, corpus) : [])],
    };
  } catch (error) {
    corpus.close();
    throw error;
  }
}

/** Opens the text or the table of a new run. */
export async function openSource(
  { values, files }: TrainArguments,
  table: ReturnType<typeof tableOrigin>,
  options: TrainOptions,
  { workDirectory, stop }: { readonly workDirectory: string; readonly stop: TableStop },
): Promise<TrainingSource> {
  const { include, exclude, encoding, tokens, minCount } = values;
  const origin = { files, include, exclude, encoding, tokens, minCount };
  if (table !== undefined)
    return openTableSource({ ...origin, tokens: 'chars', table, options, workDirectory, stop });
  return textSource(await openCorpus(files, { ...origin, workDirectory, signal: stop.signal }), origin);
}
