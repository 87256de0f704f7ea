import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import { count } from '../../core/format.js';
import { errorLine } from '../../core/wording/index.js';
import { unwatched } from '../../core/watch.js';
import { chooseBackend, type Backend } from '../../kernels/index.js';
import type { Opened } from '../../material/material.js';
import { openRunData } from '../../material/run-data.js';
import { delimiterOf } from '../../material/table/request.js';
import {
  parseRunConfig,
  type Environment,
  type OwnFile,
  type OwnFiles,
  type RunConfig,
} from '../../runs/config.js';
import { openRun, type RunDirectory } from '../../runs/directory.js';
import { CONFIG } from '../../runs/files.js';
import { findResumePoint, type ResumePoint } from '../../runs/resume-point.js';
import { progressFromJson } from '../../train/progress.js';
import type { TrainOptions } from '../../train/options.js';
import type { TrainRun } from '../../train/session.js';
import { backendOf } from '../backend.js';
import { initialAgain } from './initial-weights.js';
import { resumedOptions } from './options.js';
import { assembleRun, type PreparedRun } from './prepared-run.js';
import type { ResumeRequest } from './request.js';
import { recordedLog } from './run-log.js';
import { startThreads } from './threads.js';

/** A run that continues exactly from its newest checkpoint, or starts over when it never saved one. */
export async function resumedRun(request: ResumeRequest): Promise<PreparedRun> {
  const { resume: path } = request;
  const directory = openRun(path);
  let data: Opened | undefined;
  try {
    const point = findResumePoint(path);
    const { file, from, best } = point;
    const saved = savedConfig(directory, from, file);
    const options = resumedOptions(request, saved.options);
    const available = await sameBackend(request.backend, saved.environment);
    const threads = request.threads ?? saved.environment.threads;
    const chooseEngine = await startThreads(threads, available.name, options, 'kept');
    data = await sameData(request, saved, from);
    const initial = from ? undefined : initialAgain(saved, path, data);
    const known = { ...saved.environment, backend: available.name, ...recordedLog(request.log) };
    const parts = { options, data, backend: available, chooseEngine, environment: known };
    const { run, backend, environment } = await assembleRun(parts);
    const begin = {
      ...(initial && { initial }),
      ...(from && { from }),
      ...(best && { best: bestModel(best) }),
    };
    return {
      run: { ...run, ...begin },
      directory,
      data,
      backend,
      environment,
      earlierLog: saved.environment.log,
      notes: [
        ...remarks(saved.environment, environment),
        ...rateChanged(saved.options, options),
        ...timeUsed(from, options.minutes),
        ...planKept(options),
      ],
      warnings: whereFrom(point),
    };
  } catch (error) {
    data?.close();
    await directory.close();
    throw error;
  }
}

function savedConfig(
  directory: RunDirectory,
  from: Snapshot | undefined,
  file: string | undefined,
): RunConfig {
  if (from === undefined) return parseRunConfig(directory.config, join(directory.path, CONFIG));
  if (from.training === undefined) throw userError('resume/weights-only', { file: file! });
  return parseRunConfig(from.training, file!);
}

/** The same backend and library as before, since only they resume bit-for-bit, unless another is requested. */
function sameBackend(asked: ResumeRequest['backend'], { backend, library }: Environment): Promise<Backend> {
  const before = (['js', 'wasm', 'blas'] as const).find((name) => name === backend);
  return asked === undefined || asked === 'auto'
    ? chooseBackend(before, undefined, library)
    : backendOf(asked);
}

/** The data of the run, which must not have changed: with others the position in them would be meaningless. */
function sameData(request: ResumeRequest, config: RunConfig, model?: Snapshot): Promise<Opened> {
  const { resume: path, files, watch = unwatched, encoding, include, exclude } = request;
  const { table, own } = config.environment.corpus;
  const delimiter = delimiterOf(request.delimiter);
  const reading = {
    ...(encoding && { encoding }),
    ...(include && { include }),
    ...(exclude && { exclude }),
    ...((own || request.val || request.test) && { own: movedFiles(own, request) }),
    ...(table && delimiter !== undefined && { table: { ...table, delimiter } }),
  };
  const hint =
    `restore it, or name it where it is now: char-rnn train FILE --resume ${path}; ` +
    `other data need a new run: --init-from ${path}`;
  const how = { files, reading, changed: 'refuse', hint, workDirectory: path, watch } as const;
  return openRunData({ path, config, model }, how);
}

/** The files of validation and test where they are now. Throws usage/conflict for a file of a part that has none. */
function movedFiles(own: OwnFiles | undefined, { val, test }: ResumeRequest): OwnFiles {
  const moved = (part: OwnFile | undefined, flag: string, file: string | undefined) => {
    if (file === undefined) return part;
    if (part === undefined) throw userError('usage/conflict', { flag, other: '--resume' });
    return { ...part, file };
  };
  return { validation: moved(own?.validation, '--val', val), test: moved(own?.test, '--test', test) };
}

function bestModel({ training, weights }: Snapshot): NonNullable<TrainRun['best']> {
  const { best, bestMetric } = progressFromJson(training!.progress);
  return { loss: best ?? Infinity, metric: bestMetric, weights };
}

/** Remarks on the point from which the run continues. */
function whereFrom({ file, skipped }: ResumePoint): string[] {
  const notes = skipped.map(({ file, error }) => `skipped ${file}: ${errorLine(error)}`);
  if (file === undefined) notes.push('no checkpoint was saved yet: starting at step 0');
  else if (skipped.length > 0) notes.push(`continuing from ${file}`);
  return notes;
}

function remarks(before: Environment, now: Environment): string[] {
  const sameProducts = before.library === undefined || before.library === now.library;
  if (before.backend === now.backend && before.threads === now.threads && sameProducts) return [];
  const named = ({ backend, library }: Environment) => (library ? `${backend} (${library})` : backend);
  return [
    `trained with ${named(before)} on ${before.threads} thread(s) so far, now with ${named(now)} on ${now.threads}: ` +
      'results agree up to rounding, no longer to the bit',
  ];
}

/** A rate that is not that of the run so far. */
function rateChanged(before: TrainOptions, { lr }: TrainOptions): string[] {
  return lr === before.lr
    ? []
    : [`the learning rate is ${lr} from here on; it was ${before.lr} (before the schedule)`];
}

/** A planned run has its number of steps, however long they take. */
function planKept({ plan, steps, minutes }: TrainOptions): string[] {
  if (plan === undefined || steps === null) return [];
  const made = `${plan.minutes} minutes at ${plan.stepsPerSecond.toPrecision(3)} steps/s`;
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
