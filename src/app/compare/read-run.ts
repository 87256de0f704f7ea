import { join } from 'node:path';
import { UserError } from '../../core/errors.js';
import { disk } from '../../disk/disk.js';
import { parametersOf } from '../../model/shapes.js';
import { openModel } from '../../runs/checkpoint.js';
import type { RunConfig } from '../../runs/config.js';
import { LOG } from '../../runs/files.js';
import { isLocked } from '../../runs/lock.js';
import { readLogFigures, type Measured } from '../../runs/log-figures.js';
import { isRun, readConfig, readRecord } from '../../runs/record.js';
import { unitsOf, type Units } from '../../tasks/units.js';
import type { TrainOptions } from '../../train/options.js';

/** The state of a run directory. */
export type State = 'finished' | 'stopped' | 'running' | 'untrained' | 'damaged' | 'not a run';

/** The figures of a run; null where it has no such figure (yet). */
export interface Row {
  readonly run: string;
  readonly cell: string | null;
  readonly layers: number | null;
  readonly hidden: number | null;
  readonly parameters: number | null;
  /** Best validation loss, nats per `unit`, and the epoch it was measured at. */
  readonly validation_loss: number | null;
  readonly best_epoch: number | null;
  /** Test loss of the best weights. */
  readonly test_loss: number | null;
  readonly epochs: number | null;
  readonly characters_per_second: number | null;
  readonly hours: number | null;
  readonly state: State;
  readonly unit: Units['prediction'] | null;
  /** Accuracy and the like, of the best weights: `validation_accuracy`, `test_accuracy`. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** A row, the settings of the run, and why it cannot be read. */
export interface ReadRun {
  readonly row: Row;
  /** As it began. */
  readonly config?: RunConfig;
  /** Its options since the last --resume. */
  readonly now?: TrainOptions;
  /** Where its losses are. */
  readonly log?: string;
  readonly why?: string;
}

const NOTHING = {
  cell: null,
  layers: null,
  hidden: null,
  parameters: null,
  validation_loss: null,
  best_epoch: null,
  test_loss: null,
  epochs: null,
  characters_per_second: null,
  hours: null,
  unit: null,
  metrics: {},
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
  const log = elsewhere !== undefined && !disk.stat(own) ? elsewhere : own;
  const { best, test, epochs, charactersPerSecond, seconds } = await readLogFigures(log);
  const { cell, layers, hidden } = config.options.model;
  const figures = {
    run: path,
    cell,
    layers,
    hidden,
    parameters: null,
    validation_loss: best?.loss ?? null,
    best_epoch: best?.epoch ?? null,
    test_loss: test?.loss ?? null,
    epochs,
    characters_per_second: charactersPerSecond,
    hours: seconds === null ? null : seconds / 3600,
    state: 'damaged' as State,
    unit: unitsOfRun(config).prediction,
    metrics: { ...named('validation', best), ...named('test', test) },
  };
  const found = (state: State, parameters: number | null, more: Partial<ReadRun> = {}): ReadRun => ({
    row: { ...figures, parameters, state },
    config,
    log,
    ...more,
  });
  try {
    const parameters = parametersOf(openModel(path).snapshot.model);
    if (isLocked(path)) return found('running', parameters);
    const { now, finished } = readRecord(path);
    return found(finished ? 'finished' : 'stopped', parameters, { now });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (error.code === 'checkpoint/none') return found(isLocked(path) ? 'running' : 'untrained', null);
    return found('damaged', null, { why: error.message });
  }
}

const named = (split: string, measured: Measured | null) =>
  Object.fromEntries(
    Object.entries(measured?.metrics ?? {}).map(([name, value]) => [`${split}_${name}`, value]),
  );

/** What the figures of a run count. */
export function unitsOfRun({ options, environment: { corpus } }: RunConfig): Units {
  const { tokens, table } = corpus;
  const { images, series } = options.model;
  return unitsOf({ tokens, task: table?.task, network: images?.network, series });
}
