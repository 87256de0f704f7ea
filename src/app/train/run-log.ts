import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { userError } from '../../core/errors.js';
import { sameFile } from '../../disk/same-file.js';
import { LOG } from '../../runs/files.js';
import type { EventLog } from '../../runs/log.js';
import { refuseRunFiles } from '../outputs.js';
import type { PreparedRun } from './prepared-run.js';

/** Throws log/exists where the log that a new run asks for is a file that exists, before anything is read. */
export function refuseTakenLog(log: string | null | undefined): void {
  const isFile = typeof log === 'string' && statSync(log, { throwIfNoEntry: false })?.isFile();
  if (isFile) throw userError('log/exists', { file: log });
}

/** What config.json records of the log: nothing for log.csv and for none. */
export function recordedLog(log: string | null | undefined): { log?: string } {
  return typeof log === 'string' ? { log: resolve(log) } : {};
}

/**
 * Opens the log of a run, from step `after` where it continues: its log.csv, or the file `path`, which is new or the one
 * that the run was logged to before. Another run's log is never written. Throws log/exists, usage/run-file.
 */
export function openRunLog(
  { run, directory, earlierLog }: PreparedRun,
  path: string | undefined,
  after: number | undefined,
): EventLog {
  const { metrics } = run.data;
  if (path === undefined) return directory.openLog({ after, metrics });
  refuseRunFiles({ log: path }, directory.path);
  const own = join(directory.path, LOG);
  const isOwn = resolve(path) === resolve(own) || sameFile(path, own);
  const isEarlier = earlierLog !== undefined && sameFile(path, earlierLog);
  return directory.openLog({ path: isOwn ? own : path, after, metrics, isNew: !isOwn && !isEarlier });
}
