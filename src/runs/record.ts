import { join } from 'node:path';
import { disk } from '../disk/disk.js';
import { parseStrictJson } from '../formats/strict-json.js';
import type { TrainOptions } from '../train/options.js';
import { progressFromJson, type Progress } from '../train/progress.js';
import { readCheckpoint } from './checkpoint.js';
import { parseRunConfig, type RunConfig } from './config.js';
import { CONFIG } from './files.js';
import { newestSaved } from './resume-point.js';

/** How far a run has come, by what stands in its directory. */
export interface RunRecord {
  /** As it began. */
  readonly config: RunConfig;
  /** Its options since the last --resume: those of its newest checkpoint, where it has one. */
  readonly now: TrainOptions;
  /** Undefined before its first checkpoint. */
  readonly progress: Progress | undefined;
  /** Whether one of its own limits ended it, after everything was measured. */
  readonly finished: boolean;
}

/** Whether there is a run at `path`. */
export const isRun = (path: string): boolean => disk.stat(join(path, CONFIG))?.isFile() === true;

/** Reads config.json of a run. Throws run/config, or an Error of the file system. */
export function readConfig(path: string): RunConfig {
  const file = join(path, CONFIG);
  return parseRunConfig(parseStrictJson(new TextDecoder().decode(disk.readFile(file))), file);
}

/** Reads the record of the run at `path`. Throws run/config, and checkpoint/... when its newest checkpoint is damaged. */
export function readRecord(path: string): RunRecord {
  const config = readConfig(path);
  const file = newestSaved(path);
  const training = file === undefined ? undefined : readCheckpoint(file).training;
  if (training === undefined) return { config, now: config.options, progress: undefined, finished: false };
  const progress = progressFromJson(training.progress);
  const now = parseRunConfig(training, file!).options;
  const { ended } = config;
  const finished = ended !== undefined && ended.reason !== 'stopped' && progress.step <= ended.step;
  return { config, now, progress, finished };
}
