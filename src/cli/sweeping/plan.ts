import { join } from 'node:path';
import type { ModelConfig } from '../../core/snapshot.js';
import { corpusName } from '../../material/text/corpus.js';
import { presets } from '../../train/presets.js';
import type { TrainOptions } from '../../train/options.js';
import type { Parsed } from '../options/flag.js';
import { parse } from '../options/parse.js';
import type { sweepCommand } from '../options/sweep.js';
import { dataRequest } from '../../app/train/data-request.js';
import { trainOptions } from '../../app/train/options.js';
import { isPlanned } from '../../app/train/plan.js';
import type { Watch } from '../../core/watch.js';
import { materialOf } from '../../material/index.js';
import { trainRequest } from '../options/train-request.js';
import { trainCommand } from '../options/train.js';
import { costOf, type Cost } from './estimate.js';
import { argumentsOf, givenKeys, gridOf, nameOf, varying, type Point } from './grid.js';
import { readGridData } from './data.js';
import { matchHidden, parametersOf } from './match.js';
import { refuseOtherRun } from './same-run.js';
import { runState, type RunState } from './run-state.js';

export type SweepArguments = Parsed<(typeof sweepCommand)['flags']>;

/** A run of the grid: its directory, progress, cost, and command. */
export interface PlannedRun {
  readonly directory: string;
  readonly state: RunState;
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
  for (const each of requests) trainOptions(each, materialOf(dataRequest(each)).name);
  const data = await readGridData(requests[0]!, watch);
  const base = (values['out'] as string | undefined) ?? join('runs', corpusName(files[0]!));
  const names = varying(points);
  const runs: PlannedRun[] = [];
  for (const [i, point] of points.entries()) {
    watch.signal.throwIfAborted();
    const options = data.options(requests[i]!);
    const model = modelOf(data.model(options), values.match !== undefined);
    const directory = names.length === 0 ? base : join(base, nameOf(point, names));
    const state = await runState(directory, options);
    if (state !== 'missing') {
      const asked = { ...options, model: { ...options.model, hidden: model.hidden } };
      const origin = { transferred: requests[i]!.initFrom !== undefined, planned: isPlanned(requests[i]!) };
      refuseOtherRun(directory, { options: asked, digest: data.digest, ...origin });
    }
    const settings: Point = values.match === undefined ? point : { ...point, hidden: String(model.hidden) };
    runs.push({
      ...{ directory, state, minutes: options.minutes },
      cost: costOf(parametersOf(model), symbolsOf(options, data.symbols), model.images !== undefined),
      words: wordsOf(
        state,
        directory,
        isPlanned(requests[i]!) ? withoutLimits(state, settings) : settings,
        files,
      ),
    });
  }
  return runs;
}

/** --minutes is the budget of all runs together, unless it is what varies. */
function divideMinutes(points: readonly Point[]): readonly Point[] {
  const minutes = points[0]?.['minutes'];
  if (minutes === undefined || varying(points).includes('minutes')) return points;
  const share = String(Number((Number(minutes) / points.length).toPrecision(6)));
  return points.map((point) => ({ ...point, minutes: share }));
}

/** A planned run that has begun has its limit in its checkpoint. */
function withoutLimits(state: RunState, { minutes, ...rest }: Point): Point {
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

function wordsOf(state: RunState, directory: string, point: Point, files: readonly string[]): string[] {
  if (state === 'begun') return ['train', '--resume', directory, ...argumentsOf(limitsOf(point))];
  const corpora = files.some((file) => file.startsWith('-')) ? ['--', ...files] : files;
  return ['train', ...argumentsOf(point), '--out', directory, ...corpora];
}
