import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '../../core/errors.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import { disk } from '../../disk/disk.js';
import { isLocked } from '../../runs/lock.js';
import type { RunConfig } from '../../runs/config.js';
import { LOG } from '../../runs/files.js';
import { isRun, readConfig, readRecord } from '../../runs/record.js';
import type { TrainOptions } from '../../train/options.js';
import { parametersOf } from '../sweeping/match.js';

/** The state of a run directory. */
export type State = 'finished' | 'stopped' | 'running' | 'untrained' | 'damaged' | 'not a run';

/** One line of the comparison; null where a run has no such figure (yet). */
export interface Row {
  readonly run: string;
  readonly cell: string | null;
  readonly layers: number | null;
  readonly hidden: number | null;
  readonly parameters: number | null;
  /** Best validation loss, nats per prediction, and the epoch it was measured at. */
  readonly validation_loss: number | null;
  readonly best_epoch: number | null;
  /** Test loss of the best weights. */
  readonly test_loss: number | null;
  readonly epochs: number | null;
  readonly characters_per_second: number | null;
  readonly hours: number | null;
  readonly state: State;
}

/** A row, the settings of the run, and why it cannot be read. */
export interface ReadRun {
  readonly row: Row;
  /** As it began. */
  readonly config?: RunConfig;
  /** Its options since the last --resume. */
  readonly now?: TrainOptions;
  readonly why?: string;
}

/** Figures of a log.csv. */
interface LogFigures {
  readonly best: { loss: number; epoch: number } | null;
  readonly test: number | null;
  readonly epochs: number | null;
  readonly rate: number | null;
  readonly hours: number | null;
}

const NOTHING = {
  ...{ cell: null, layers: null, hidden: null, parameters: null, validation_loss: null, best_epoch: null },
  ...{ test_loss: null, epochs: null, characters_per_second: null, hours: null },
};

/** The runs at a path: itself, or those in it where it is a directory of runs, such as `sweep` makes. */
export function runsAt(path: string): string[] {
  try {
    if (isRun(path)) return [path];
    const inside = disk.readdir(path).sort();
    const runs = inside.map((name) => join(path, name)).filter(isRun);
    return runs.length === 0 ? [path] : runs;
  } catch {
    return [path]; // listed as what readRun finds
  }
}

/** Reads a run directory as it is now; it may be in use, damaged, or no run at all. Never throws for its content. */
export async function readRun(path: string): Promise<ReadRun> {
  try {
    if (!isRun(path)) return { row: { run: path, ...NOTHING, state: 'not a run' } };
    return await readFigures(path, readConfig(path));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { row: { run: path, ...NOTHING, state: 'damaged' }, why };
  }
}

async function readFigures(path: string, config: RunConfig): Promise<ReadRun> {
  const own = join(path, LOG);
  const { log: elsewhere } = config.environment;
  const log = await readLog(elsewhere !== undefined && !disk.stat(own) ? elsewhere : own);
  const { cell, layers, hidden } = config.options.model;
  const row = {
    run: path,
    ...{ cell, layers, hidden },
    validation_loss: log.best?.loss ?? null,
    best_epoch: log.best?.epoch ?? null,
    test_loss: log.test,
    epochs: log.epochs,
    characters_per_second: log.rate,
    hours: log.hours,
  };
  try {
    const snapshot = readCheckpoint(findModel(path));
    const parameters = parametersOf(snapshot.model);
    if (isLocked(path)) return { row: { ...row, parameters, state: 'running' }, config };
    const { now, finished } = readRecord(path);
    return { row: { ...row, parameters, state: finished ? 'finished' : 'stopped' }, config, now };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const parameters = null;
    if (error.code === 'checkpoint/none')
      return { row: { ...row, parameters, state: isLocked(path) ? 'running' : 'untrained' }, config };
    return { row: { ...row, parameters, state: 'damaged' }, config, why: error.message };
  }
}

/** Reads a log line by line; a last line that is still being written is left out. */
async function readLog(file: string): Promise<LogFigures> {
  let best: LogFigures['best'] = null;
  let [test, epochs, seconds]: (number | null)[] = [null, null, null];
  const rates: number[] = [];
  if (disk.stat(file)?.isFile()) {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const [, epoch, split, loss, , , , rate, time] = line.split(',');
      const value = Number(loss);
      if (!Number.isFinite(value) || !['train', 'validation', 'test'].includes(split ?? '')) continue;
      epochs = Number(epoch);
      if (split === 'validation' && (best === null || value < best.loss))
        best = { loss: value, epoch: epochs };
      if (split === 'test') test = value;
      if (split === 'train' && time !== undefined) {
        seconds = Number(time);
        rates.push(Number(rate));
      }
    }
  }
  rates.sort((a, b) => a - b);
  const rate = rates[Math.floor(rates.length / 2)] ?? null;
  return { best, test, epochs, rate, hours: seconds === null ? null : seconds / 3600 };
}
