import { join } from 'node:path';
import type { ModelConfig } from '../../core/snapshot.js';
import { corpusName } from '../../material/corpus-name.js';
import { presets } from '../../train/presets.js';
import type { TrainOptions } from '../../train/options.js';
import type { Parsed } from '../options/flag.js';
import { parse } from '../options/parse.js';
import type { sweepCommand } from '../options/sweep.js';
import { userError } from '../../core/errors.js';
import { readInitialModel, type InitialModel } from '../../runs/initial-model.js';
import { beginWith } from '../../app/train/initial-weights.js';
import { trainOptions } from '../../app/train/options.js';
import { isPlanned } from '../../app/train/plan.js';
import type { Watch } from '../../core/watch.js';
import { materialOf } from '../../material/index.js';
import { trainRequest } from '../options/train-request.js';
import { trainCommand } from '../options/train.js';
import { costOf, type Cost } from './estimate.js';
import { argumentsOf, givenKeys, gridOf, nameOf, varying, type Point } from './grid.js';
import { gridDataReader } from './data.js';
import { parametersOf } from '../../model/shapes.js';
import { matchHidden } from './match.js';
import { budgetedState, plannedState, type PlannedState } from './planned-state.js';

export type SweepArguments = Parsed<(typeof sweepCommand)['flags']>;

/** A run of the grid: its directory, progress, cost, and command. */
export interface PlannedRun {
  readonly directory: string;
  readonly state: PlannedState;
  readonly cost: Cost;
  /** Wall-clock limit, where the run has one. */
  readonly minutes: number | null;
  /** Arguments of this program: `train CORPUS --hidden 64 --out DIR`, or `train --resume DIR`. */
  readonly words: readonly string[];
}

/**
 * The runs of a grid, in the order of the flags, the last varying fastest. Every combination is checked as train would
 * check it, before the corpus is read; `watch` ends the reading.
 */
export async function planSweep(
  { values, files, given }: SweepArguments,
  watch: Watch,
): Promise<PlannedRun[]> {
  const keys = givenKeys(trainCommand.flags, given).filter((key) => key !== 'out');
  const points = divideMinutes(gridOf(trainCommand.flags, values, keys));
  const requests = points.map((point) =>
    trainRequest(parse(trainCommand, [...argumentsOf(point), '--', ...files])),
  );
  const initial = initialOf(values);
  for (const each of requests) {
    const material = materialOf(each);
    trainOptions(each, material);
    if (initial) beginWith(initial, each, material);
  }
  const dataOf = gridDataReader(watch);
  const base = (values['out'] as string | undefined) ?? join('runs', corpusName(files[0]!));
  const names = varying(points);
  const runs: PlannedRun[] = [];
  for (const [i, point] of points.entries()) {
    watch.signal.throwIfAborted();
    const request = requests[i]!;
    const data = await dataOf(request);
    const begin = initial && beginWith(initial, request, data.material);
    const options = begin ? begin.fit(data.options(request)) : data.options(request);
    const model = modelOf(data.model(options), values.match !== undefined);
    const directory = names.length === 0 ? base : join(base, nameOf(point, names));
    const wanted = {
      options: { ...options, model: { ...options.model, hidden: model.hidden } },
      environment: { corpus: data.origin, initial: begin?.origin },
    };
    const isBudget = isPlanned(request);
    const state = isBudget ? budgetedState(directory, wanted, request) : plannedState(directory, wanted);
    const settings: Point = values.match === undefined ? point : { ...point, hidden: String(model.hidden) };
    runs.push({
      ...{ directory, state, minutes: options.minutes },
      cost: costOf(
        parametersOf(model),
        symbolsOf(options, data.origin.characters),
        model.images !== undefined,
      ),
      words: wordsOf(state, directory, isBudget ? withoutLimits(state, settings) : settings, files),
    });
  }
  return runs;
}

/** The model that all runs begin with. --match would change its size. */
function initialOf({ initFrom, match }: SweepArguments['values']): InitialModel | undefined {
  if (typeof initFrom !== 'string') return undefined;
  if (match !== undefined) throw userError('usage/conflict', { flag: '--match', other: '--init-from' });
  return readInitialModel(initFrom);
}

/** --minutes is the budget of all runs together, unless it is what varies. */
function divideMinutes(points: readonly Point[]): readonly Point[] {
  const minutes = points[0]?.['minutes'];
  if (minutes === undefined || varying(points).includes('minutes')) return points;
  const share = String(Number((Number(minutes) / points.length).toPrecision(6)));
  return points.map((point) => ({ ...point, minutes: share }));
}

/** A planned run that has begun has its limit in its checkpoint. */
function withoutLimits(state: PlannedState, { minutes, ...rest }: Point): Point {
  return state === 'begun' || minutes === undefined ? rest : { ...rest, minutes };
}

/** The model of a run; with `match`, its hidden size gives it as many parameters as an LSTM of the requested size. */
function modelOf(config: ModelConfig, match: boolean): ModelConfig {
  const { cell } = presets.default.model;
  if (!match || config.cell === cell) return config;
  return { ...config, hidden: matchHidden(config, parametersOf({ ...config, cell })) };
}

/**
 * Characters, or images, that a run reads to learn from, according to its limits; minutes and patience may end it
 * earlier.
 */
function symbolsOf({ epochs, steps, seq, batch, split }: TrainOptions, symbols: number): number {
  const epoch = symbols * (1 - split.validation - split.test);
  return Math.min(
    epochs === null ? Infinity : epochs * epoch,
    steps === null ? Infinity : steps * seq * batch,
  );
}

const LIMITS = new Set(['epochs', 'steps', 'minutes', 'patience']);

/** What may change when a run is resumed: its limits. */
function limitsOf(point: Point): Point {
  return Object.fromEntries(Object.entries(point).filter(([key]) => LIMITS.has(key)));
}

function wordsOf(state: PlannedState, directory: string, point: Point, files: readonly string[]): string[] {
  if (state === 'begun') return ['train', '--resume', directory, ...argumentsOf(limitsOf(point))];
  const corpora = files.some((file) => file.startsWith('-')) ? ['--', ...files] : files;
  return ['train', ...argumentsOf(point), '--out', directory, ...corpora];
}
