import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readCheckpoint } from '../../runs/checkpoint.js';
import { disk } from '../../disk/disk.js';
import { CONFIG, LOG, newestCheckpoint } from '../../runs/files.js';
import { progressFromJson } from '../../train/progress.js';
import type { TrainOptions } from '../../train/options.js';
import type { Snapshot } from '../../core/snapshot.js';

/** The progress of a run directory: nothing there, begun (with or without a checkpoint), or trained to its end. */
export type RunState = 'missing' | 'begun' | 'finished';

/**
 * Examines the directory `path`, for a run that is to reach the limits of `asked`. Throws
 * checkpoint/... when its newest checkpoint is damaged.
 */
export async function runState(path: string, asked: TrainOptions): Promise<RunState> {
  if (!disk.stat(join(path, CONFIG))?.isFile()) return 'missing';
  const file = newestCheckpoint(path, disk);
  if (file === undefined) return 'begun';
  return (await isFinished(readCheckpoint(file), asked, join(path, LOG))) ? 'finished' : 'begun';
}

/** Whether the limits of the run are reached and, where there is a test split, its loss has been measured. */
async function isFinished({ training }: Snapshot, asked: TrainOptions, log: string): Promise<boolean> {
  if (training === undefined) return false;
  const progress = progressFromJson(training.progress);
  const { plan, ...saved } = training.options as unknown as TrainOptions;
  const { epochs, minutes, patience, split } = asked;
  const steps = plan ? saved.steps : asked.steps;
  const atLimit =
    (steps !== null && progress.step >= steps) ||
    (epochs !== null && progress.epoch >= epochs) ||
    (minutes !== null && progress.seconds >= minutes * 60) ||
    (patience !== null && progress.sinceBest >= patience);
  if (!atLimit) return false;
  return split.test === 0 || progress.step === 0 || (await hasTestLoss(log));
}

async function hasTestLoss(log: string): Promise<boolean> {
  if (!disk.stat(log)?.isFile()) return false;
  for await (const line of createInterface({ input: createReadStream(log) })) {
    if (line.split(',', 3)[2] === 'test') return true;
  }
  return false;
}
