import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import { readCheckpoint } from '../../files/checkpoint.js';
import { openCorpus, type Corpus } from '../../files/corpus.js';
import { disk, onDisk } from '../../files/disk.js';
import {
  parseRunConfig,
  runConfigToJson,
  type CorpusOrigin,
  type Environment,
  type RunConfig,
} from '../../files/run-config.js';
import { openRun, type RunDirectory } from '../../files/run-directory.js';
import { BEST } from '../../files/run-files.js';
import { chooseBackend, type Backend } from '../../kernels/index.js';
import { languageData } from '../../tasks/language.js';
import { createVocabulary } from '../../text/vocabulary.js';
import { progressFromJson } from '../../train/progress.js';
import type { TrainRun } from '../../train/session.js';
import { flagName, type FlagTable } from '../options/flag.js';
import { trainCommand, type TrainValues } from '../options/train.js';
import { resumedOptions } from '../options/train-options.js';
import { chooseEngine } from './threads.js';
import { besideRun, type TrainArguments, type Training } from './training.js';

/** A run that goes on exactly where its newest checkpoint stands, or begins anew when it never saved one. */
export async function resumeTraining(
  path: string,
  given: TrainArguments,
  signal: AbortSignal,
): Promise<Training> {
  const flags: FlagTable = trainCommand.flags;
  const other = [...given.given].find((key) => !flags[key]!.resumable);
  if (other !== undefined)
    throw userError('usage/conflict', { flag: `--${flagName(other)}`, other: '--resume' });
  const directory = openRun(path);
  let corpus: Corpus | undefined;
  try {
    const newest = directory.newest();
    const from = newest === undefined ? undefined : readCheckpoint(newest);
    const saved = savedConfig(directory, from, newest);
    const options = resumedOptions(given.values, saved.options);
    const backend = await sameBackend(given.values.backend, saved.environment);
    corpus = await sameCorpus(saved.environment.corpus, given, from, { out: path, signal });
    const { vocabulary, source } = corpus;
    const asked = given.given.has('threads') ? given.values.threads : saved.environment.threads;
    const { threads, engine } = await chooseEngine(asked, backend, options, vocabulary);
    const environment = { ...saved.environment, backend: backend.name, threads };
    const config = runConfigToJson({ options, environment });
    const data = languageData(source, options);
    const run = { options, vocabulary, data, backend, environment: config.environment, ...engine };
    const best = from && bestUpTo(from, join(path, BEST));
    const notes = remarks(saved.environment, environment);
    return {
      run: { ...run, ...(from && { from }), ...(best && { best }) },
      ...{ directory, corpus, backend, environment, notes },
    };
  } catch (error) {
    corpus?.close();
    await directory.close();
    throw error;
  }
}

function savedConfig(
  directory: RunDirectory,
  from: Snapshot | undefined,
  file: string | undefined,
): RunConfig {
  if (from === undefined) return parseRunConfig(directory.config, join(directory.path, 'config.json'));
  if (from.training === undefined) throw userError('resume/weights-only', { file: file! });
  return parseRunConfig(from.training, file!);
}

/** The backend of before, since only that one goes on to the bit, unless another is asked for. */
function sameBackend(asked: TrainValues['backend'], { backend }: Environment): Promise<Backend> {
  const before = (['js', 'wasm', 'blas'] as const).find((name) => name === backend);
  return chooseBackend(asked === 'auto' ? before : asked);
}

/** The run's text again, in the run's symbols; another text would make nonsense of the position in it. */
async function sameCorpus(
  origin: CorpusOrigin,
  { files, values, given }: TrainArguments,
  from: Snapshot | undefined,
  { out, signal }: { out: string; signal: AbortSignal },
): Promise<Corpus> {
  const paths = files.length > 0 ? files : origin.files;
  if (files.length === 0 && paths.includes('-')) throw userError('resume/stdin', { directory: out });
  const corpus = await openCorpus(paths, {
    encoding: given.has('encoding') ? values.encoding : origin.encoding,
    include: given.has('include') ? values.include : origin.include,
    tokens: origin.tokens,
    minCount: origin.minCount,
    vocabulary: from && createVocabulary(from.vocabulary),
    unknown: 'skip',
    workDirectory: besideRun(out),
    signal,
  });
  if (corpus.digest === origin.digest) return corpus;
  corpus.close();
  throw userError('resume/changed', { file: paths.join(', '), directory: out });
}

/** The best model, unless it was saved after the step that training goes on from. */
function bestUpTo(from: Snapshot, path: string): TrainRun['best'] {
  if (!onDisk(path, () => disk.stat(path)?.isFile())) return undefined;
  const best = readCheckpoint(path);
  const progressOf = ({ training }: Snapshot) => progressFromJson(training!.progress);
  const { step, best: loss } = progressOf(best);
  return loss !== null && step <= progressOf(from).step ? { loss, weights: best.weights } : undefined;
}

function remarks(before: Environment, now: Environment): string[] {
  if (before.backend === now.backend && before.threads === now.threads) return [];
  return [
    `trained with ${before.backend} on ${before.threads} thread(s) so far, now with ${now.backend} on ${now.threads}: ` +
      'results agree up to rounding, no longer to the bit',
  ];
}
