import { join, resolve } from 'node:path';
import { userError } from '../../core/errors.js';
import { corpusName, openCorpus } from '../../files/corpus.js';
import { boundedEnvironment } from '../../files/corpus-origin.js';
import { runConfigToJson, type Environment } from '../../files/run-config.js';
import { createRun, refuseExistingRun } from '../../files/run-directory.js';
import { chooseBackend } from '../../kernels/index.js';
import { presetTokens } from '../../train/presets.js';
import { languageData } from '../../tasks/language.js';
import { trainOptions } from '../options/train-options.js';
import { openInitial } from './initial-weights.js';
import { chooseEngine } from './threads.js';
import { existingParent, type TrainArguments, type Training } from './training.js';

/**
 * A new run in a new directory. Everything that can be refused is refused before the directory is made; until then
 * `signal` ends it at once, since there is nothing to save.
 */
export async function newTraining({ values, files }: TrainArguments, signal: AbortSignal): Promise<Training> {
  if (files.length === 0) throw userError('usage/missing-argument', { usage: 'char-rnn train <corpus..>' });
  const asked = trainOptions(values);
  const out = values.out ?? join('runs', corpusName(files[0]!));
  refuseExistingRun(out);
  const initial = values.initFrom === undefined ? undefined : openInitial(values.initFrom, values);
  const options = initial ? { ...asked, model: initial.model } : asked;
  const backend = await chooseBackend(values.backend);
  const tokens = values.tokens ?? presetTokens(values.preset);
  const { include, exclude, encoding, minCount } = values;
  signal.throwIfAborted();
  const workDirectory = existingParent(out);
  const corpus = await openCorpus(files, {
    tokens,
    include,
    exclude,
    encoding,
    minCount,
    workDirectory,
    signal,
  });
  try {
    const { vocabulary, source } = corpus;
    const { threads, engine } = await chooseEngine(values.threads, backend, options, vocabulary);
    const environment: Environment = {
      backend: backend.name,
      threads,
      corpus: {
        files: files.map((file) => (file === '-' ? file : resolve(file))),
        ...{ include, ...(exclude.length > 0 && { exclude }), encoding, tokens, minCount },
        ...{ characters: corpus.characters, digest: corpus.digest },
      },
    };
    const config = runConfigToJson({ options, environment });
    const begin = initial?.fit(vocabulary);
    const data = languageData(source, options);
    const bounded = runConfigToJson({ options, environment: boundedEnvironment(environment) });
    const run = { options, vocabulary, data, backend, environment: bounded.environment, ...engine };
    return {
      run: begin ? { ...run, initial: begin.weights } : run,
      directory: createRun(out, config),
      ...{ corpus, backend, environment },
      notes: begin ? [begin.note] : [],
    };
  } catch (error) {
    corpus.close();
    throw error;
  }
}
