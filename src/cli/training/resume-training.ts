import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import { openCorpus } from '../../material/text/corpus.js';
import { boundedEnvironment, filesOfCorpus } from '../../runs/origin.js';
import { findResumePoint, type ResumePoint } from '../../runs/resume-point.js';
import {
  parseRunConfig,
  runConfigToJson,
  type CorpusOrigin,
  type TableOrigin,
  type Environment,
  type RunConfig,
} from '../../runs/config.js';
import { openRun, type RunDirectory } from '../../runs/directory.js';
import { BEST } from '../../runs/files.js';
import { chooseBackend, type Backend } from '../../kernels/index.js';
import { createVocabulary } from '../../text/vocabulary.js';
import { progressFromJson } from '../../train/progress.js';
import type { TrainOptions } from '../../train/options.js';
import type { TrainRun } from '../../train/session.js';
import { reopenClips } from '../clips/open.js';
import { learnClips } from '../clips/learn.js';
import { flagName, type FlagTable } from '../options/flag.js';
import { trainCommand, type TrainValues } from '../options/train.js';
import { delimiterOf } from '../options/task-options.js';
import { resumedOptions } from '../options/train-options.js';
import { initialAgain } from './initial-weights.js';
import { openTableSource, type TableStop } from './table-source.js';
import { textSource } from './text-source.js';
import type { TrainingSource } from './training-source.js';
import { count } from '../../core/format.js';
import { backendOf } from '../choose-backend.js';
import { startThreads } from './threads.js';
import { errorLine } from '../../report/wording/index.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { type TrainArguments, type TrainCorpus, type Training } from './training.js';

/** The directory of temporary files while a corpus is read, and the signal that ends reading. */
interface Place {
  readonly workDirectory: string;
  readonly stop: TableStop;
}

/** A run that continues exactly from its newest checkpoint, or starts over when it never saved one. */
export async function resumeTraining(
  path: string,
  given: TrainArguments,
  stop: TableStop,
): Promise<Training> {
  const flags: FlagTable = trainCommand.flags;
  const other = [...given.given].find((key) => !flags[key]!.resumable);
  if (other !== undefined)
    throw userError('usage/conflict', { flag: `--${flagName(other)}`, other: '--resume' });
  const directory = openRun(path);
  let corpus: TrainCorpus | undefined;
  try {
    const { file, from, best, skipped } = findResumePoint(path);
    const saved = savedConfig(directory, from, file);
    const options = resumedOptions(given.values, saved.options);
    const backend = await sameBackend(given.values.backend, saved.environment);
    const asked = given.given.has('threads') ? given.values.threads : saved.environment.threads;
    const chooseEngine = await startThreads(asked, backend.name, options);
    const origin = {
      ...saved.environment.corpus,
      files: filesOfCorpus(saved.environment.corpus, join(path, BEST)),
    };
    const place = { workDirectory: path, stop };
    const same = options.model.images
      ? await reopenClips(given.files, origin, { out: path, signal: stop.signal })
      : await sameSource(origin, given, from, options, place);
    corpus = same;
    const { vocabulary, task } = corpus;
    const learned =
      'clips' in same
        ? learnClips(same, from?.labels, options, backend.memory)
        : { data: same.data(options) };
    const initial = from ? undefined : initialAgain(saved, path, corpus);
    const sizes = learned.data.model ?? { vocabulary: vocabulary.size };
    const { threads, engine } = await chooseEngine(sizes, backend);
    const environment = { ...saved.environment, backend: backend.name, threads };
    const config = runConfigToJson({ options, environment: boundedEnvironment(environment) });
    const kept = { environment: config.environment, ...(task && { task }) };
    const run = { options, vocabulary, ...learned, backend, ...kept, ...engine };
    const warnings = whereFrom(file, skipped);
    const notes = [
      ...remarks(saved.environment, environment),
      ...timeUsed(from, options.minutes),
      ...planKept(options),
    ];
    return {
      run: {
        ...run,
        ...(initial && { initial }),
        ...(from && { from }),
        ...(best && { best: bestModel(best) }),
      },
      ...{ directory, corpus, backend, environment, notes, warnings },
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

/** The same backend as before, since only that one resumes bit-for-bit, unless another is requested. */
function sameBackend(asked: TrainValues['backend'], { backend }: Environment): Promise<Backend> {
  const before = (['js', 'wasm', 'blas'] as const).find((name) => name === backend);
  return asked === 'auto' ? chooseBackend(before) : backendOf(asked);
}

/** The run's text or table again. */
function sameSource(
  origin: CorpusOrigin,
  given: TrainArguments,
  from: Snapshot | undefined,
  options: TrainOptions,
  place: Place,
): Promise<TrainingSource> {
  return origin.table
    ? sameTable(origin, origin.table, given, options, place)
    : sameText(origin, given, from, place);
}

/** The run's text again, in the run's symbols; with another text the position in it would be meaningless. */
async function sameText(
  origin: CorpusOrigin,
  { files, values, given }: TrainArguments,
  from: Snapshot | undefined,
  place: Place,
): Promise<TrainingSource> {
  const paths = filesAgain(origin, files, place);
  const corpus = await openCorpus(paths, {
    ...encodingAgain(origin, { values, given }),
    include: given.has('include') ? values.include : origin.include,
    exclude: given.has('exclude') ? values.exclude : origin.exclude,
    tokens: origin.tokens,
    minCount: origin.minCount,
    vocabulary: from && createVocabulary(from.vocabulary),
    unknown: 'skip',
    workDirectory: place.workDirectory,
    signal: place.stop.signal,
  });
  if (corpus.digest === origin.digest) return textSource(corpus, origin);
  corpus.close();
  throw userError('resume/changed', { file: paths.join(', '), directory: place.workDirectory });
}

/** The run's table again, read and divided as before. */
async function sameTable(
  origin: CorpusOrigin,
  table: TableOrigin,
  { files, values, given }: TrainArguments,
  options: TrainOptions,
  place: Place,
): Promise<TrainingSource> {
  const paths = filesAgain(origin, files, place);
  const source = await openTableSource({
    ...{ ...origin, files: paths, options, ...place },
    ...encodingAgain(origin, { values, given }),
    table: given.has('delimiter') ? { ...table, delimiter: delimiterOf(values.delimiter) } : table,
  });
  if (source.origin.digest === origin.digest) return source;
  source.close();
  throw userError('resume/changed', { file: paths.join(', '), directory: place.workDirectory });
}

function encodingAgain(
  { encoding }: CorpusOrigin,
  { values, given }: Pick<TrainArguments, 'values' | 'given'>,
) {
  return given.has('encoding') ? { encoding: values.encoding } : { encoding, asBefore: true };
}

function filesAgain(origin: CorpusOrigin, files: readonly string[], { workDirectory }: Place) {
  if (files.length > 0) return files;
  if (origin.files.includes('-')) throw userError('resume/stdin', { directory: workDirectory });
  return origin.files;
}

function bestModel({ training, weights }: Snapshot): NonNullable<TrainRun['best']> {
  const { best, bestMetric } = progressFromJson(training!.progress);
  return { loss: best ?? Infinity, metric: bestMetric, weights };
}

/** Remarks on the point from which the run continues. */
function whereFrom(file: string | undefined, skipped: ResumePoint['skipped']): string[] {
  const notes = skipped.map(({ file, error }) => sanitizeLine(`skipped ${file}: ${errorLine(error)}`));
  if (file === undefined) notes.push('no checkpoint was saved yet: starting at step 0');
  else if (skipped.length > 0) notes.push(sanitizeLine(`continuing from ${file}`));
  return notes;
}

function remarks(before: Environment, now: Environment): string[] {
  if (before.backend === now.backend && before.threads === now.threads) return [];
  return [
    `trained with ${sanitizeLine(before.backend)} on ${before.threads} thread(s) so far, now with ${now.backend} on ${now.threads}: ` +
      'results agree up to rounding, no longer to the bit',
  ];
}

/** A planned run has its number of steps, however long they take. */
function planKept({ plan, steps, minutes }: TrainOptions): string[] {
  if (plan === undefined || steps === null) return [];
  const made = `${plan.minutes} minutes at ${count(plan.charactersPerSecond)} characters/s`;
  const limit = minutes === null ? '' : `; --minutes ${minutes} can only end it earlier`;
  return [`the plan stays ${count(steps)} steps, made for ${made}${limit}`];
}

/** --minutes counts all sessions of a run: a run that has used them ends at once. */
function timeUsed(from: Snapshot | undefined, minutes: number | null): string[] {
  const { seconds = 0 } = (from?.training?.progress ?? {}) as { seconds?: number };
  if (minutes === null || seconds < minutes * 60) return [];
  const used = (seconds / 60).toFixed(1);
  return [
    `the run has trained ${used} minutes; --minutes ${minutes} counts all its sessions: raise it to train on`,
  ];
}
