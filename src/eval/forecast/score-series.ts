import type { SeriesConfig } from '../../core/snapshot.js';
import type { Watch } from '../../core/watch.js';
import type { NumberRows } from '../../data/number-rows.js';
import { inUnits, pathRng, type Forecaster, type Normals } from '../../sample/forecast.js';
import type { Stretch } from '../../tasks/forecast.js';
import { seriesWidth } from '../../model/shapes.js';
import { normalQuantile, quantile } from '../quantile.js';
import { baselineNames, forecastBaselines, type BaselineName, type Baselines } from './baselines.js';
import { createForecastTally, LEVELS, type ForecastScore, type ForecastTally } from './score.js';

/** What is scored. */
export interface SeriesScoring {
  readonly config: SeriesConfig;
  /** As the network reads them. */
  readonly rows: NumberRows;
  /** The series, and the rows of them that are forecast. */
  readonly series: readonly Stretch[];
  /** The number of each target in a row, in the units of the file. */
  readonly values: readonly ((row: number) => number)[];
  /** Of each target. */
  readonly baselines: readonly Baselines[];
  /** Rows ahead. */
  readonly horizon: number;
  /** Futures that are drawn for each forecast of several rows. */
  readonly paths: number;
  readonly seed: number;
  readonly watch: Watch;
}

export interface ScoredSeries {
  /** Mean nats of a value, standardized, one row ahead; with `mse` the mean squared error. */
  readonly loss: number;
  readonly targets: readonly { readonly loss: number; readonly score: ForecastScore }[];
  /** Forecasts of each target that were scored, of one row or of `horizon`. */
  readonly forecasts: number;
}

/** The most forecasts of several rows, which begin at rows equally far apart; and rows read before the first forecast. */
const [MOST_FORECASTS, WARM_UP] = [200, 2048] as const;
/** Rows between two pauses. */
const AT_ONCE = 1024;

const Z = LEVELS.map(normalQuantile);

/**
 * Scores a network on series that it reads from their beginnings, beside the baselines. One row ahead its own normal
 * distribution is scored at every row; several rows ahead, the quantiles of paths that are drawn.
 */
export async function scoreSeries(forecaster: Forecaster, scoring: SeriesScoring): Promise<ScoredSeries> {
  const { config, series, horizon, watch } = scoring;
  const losses = createLosses(config);
  const tallies = config.targets.map(() => createForecastTally());
  const total = series.reduce((sum, { from, to }) => sum + to - from, 0);
  let done = 0;
  for (const stretch of series.map((one) => scoredRows(one, scoring))) {
    forecaster.reset();
    const { begin, from, to } = stretch;
    const counting = { tallies, stretch, scoring };
    const origins = horizon === 1 ? undefined : originsIn(stretch, horizon, series.length);
    const each = (row: number, normals: Normals) => {
      const next = row + 1;
      if (next < from || next >= to) return;
      losses.add(next, normals, scoring);
      if (origins === undefined) scoreNext(next, normals, counting);
    };
    let read = begin;
    const readTo = async (end: number) => {
      while (read < end) {
        const stop = Math.min(end, read + AT_ONCE);
        forecaster.read(scoring.rows, read, stop, each);
        done += stop - read;
        read = stop;
        await watch.pause(Math.min(1, done / total));
      }
    };
    for (const origin of origins ?? []) {
      await readTo(origin + 1);
      scoreAhead(origin, forecaster, counting);
      watch.check();
    }
    await readTo(to);
  }
  const targets = tallies.map((tally, k) => ({
    loss: losses.mean(k),
    score: tally.score(scoring.baselines[k]!.scale),
  }));
  const loss = targets.reduce((sum, one) => sum + one.loss, 0) / targets.length;
  return { loss, targets, forecasts: tallies[0]!.count / horizon };
}

/** The rows of a series that are scored: those that the baselines have something to read before, of half of it at most. */
function scoredRows({ begin, from, to }: Stretch, { baselines }: SeriesScoring): Stretch {
  const reads = Math.max(...baselines.map((one) => one.reads));
  const first = Math.max(from, begin + 1, Math.min(begin + reads, begin + Math.floor((to - begin) / 2)));
  return { begin: Math.max(begin, first - WARM_UP), from: first, to };
}

/** The last known rows of forecasts that end within a stretch. */
function originsIn({ from, to }: Stretch, horizon: number, series: number): number[] {
  const all = to - from - horizon + 1;
  const most = Math.max(1, Math.floor(MOST_FORECASTS / series));
  const apart = Math.max(1, Math.ceil(all / most));
  return Array.from({ length: Math.max(0, Math.ceil(all / apart)) }, (_, n) => from - 1 + n * apart);
}

/** Σ of the loss one row ahead, of each target. */
function createLosses({ targets, loss }: SeriesConfig) {
  const sums = new Float64Array(targets.length);
  const answer = new Float32Array(targets.length);
  let count = 0;
  return {
    add(row: number, { means, deviations }: Normals, { rows }: SeriesScoring): void {
      rows.readTargets(row, answer);
      count += 1;
      targets.forEach((_, k) => {
        const error = answer[k]! - means[k]!;
        const z = error / deviations[k]!;
        sums[k]! +=
          loss === 'mse' ? error * error : Math.log(deviations[k]!) + 0.5 * (z * z + Math.log(2 * Math.PI));
      });
    },
    mean: (k: number) => sums[k]! / count,
  };
}

/** The last rows before a forecast that the baselines read; before its series begins, its first row again. */
function before(origin: number, begin: number, k: number, { values, baselines }: SeriesScoring): number[] {
  const { reads } = baselines[k]!;
  return Array.from({ length: reads }, (_, i) => values[k]!(Math.max(begin, origin - reads + 1 + i)));
}

/** Where the forecasts of a series are counted. */
interface Counting {
  readonly tallies: readonly ForecastTally[];
  readonly stretch: Stretch;
  readonly scoring: SeriesScoring;
}

function scoreNext(
  row: number,
  { means, deviations }: Normals,
  { tallies, stretch: { begin }, scoring }: Counting,
): void {
  const { config, values, baselines } = scoring;
  config.targets.forEach(({ mean, deviation }, k) => {
    const level = mean + (config.difference ? values[k]!(row - 1) : 0);
    const center = level + deviation * means[k]!;
    const quantiles = Z.map((z) => center + deviation * deviations[k]! * z);
    const others = forecastBaselines(baselines[k]!, before(row - 1, begin, k, scoring), 1);
    tallies[k]!.add(values[k]!(row), { mean: center, quantiles }, at(others, 0));
  });
}

const at = (
  forecasts: Readonly<Record<BaselineName, readonly number[]>>,
  h: number,
): Record<BaselineName, number> =>
  Object.fromEntries(baselineNames.map((name) => [name, forecasts[name][h]!])) as Record<
    BaselineName,
    number
  >;

function scoreAhead(
  origin: number,
  forecaster: Forecaster,
  { tallies, stretch: { begin }, scoring }: Counting,
): void {
  const { config, rows, values, baselines, horizon: steps, paths, seed } = scoring;
  const D = seriesWidth(config);
  const inputs = new Float32Array(steps * D);
  for (let h = 0; h < steps; h++) rows.readInputs(origin + 1 + h, inputs.subarray(h * D, (h + 1) * D));
  const futures = forecaster.continue({ inputs, steps, paths, rng: pathRng(seed, origin * paths) });
  inUnits(futures, { config, steps, paths, last: values.map((value) => value(origin)) });
  const K = config.targets.length;
  for (let k = 0; k < K; k++) {
    const others = forecastBaselines(baselines[k]!, before(origin, begin, k, scoring), steps);
    for (let h = 0; h < steps; h++) {
      const from = (h * K + k) * paths;
      const drawn = futures.slice(from, from + paths).sort();
      const mean = drawn.reduce((sum, value) => sum + value, 0) / paths;
      const quantiles = LEVELS.map((level) => quantile(drawn, level));
      tallies[k]!.add(values[k]!(origin + 1 + h), { mean, quantiles }, at(others, h));
    }
  }
}
