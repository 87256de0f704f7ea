import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { userError } from '../core/errors.js';
import { unwatched, type Watch } from '../core/watch.js';
import { quantile } from '../eval/quantile.js';
import type { BackendName } from '../kernels/index.js';
import { openRunData, runDataOf } from '../material/run-data.js';
import { formatDates } from '../material/series/dates.js';
import { columnsOfModel } from '../material/series/for-model.js';
import { historiesOf, type History } from '../material/series/history.js';
import { series } from '../material/series/material.js';
import { differenced, numberRows } from '../material/series/numbers.js';
import { openSeries } from '../material/series/read.js';
import type { SeriesFile } from '../material/series/series-file.js';
import type { ModelFile } from '../runs/checkpoint.js';
import { createForecaster, inUnits, pathRng, type Forecaster } from '../sample/forecast.js';
import type { Encoding } from '../text/encodings.js';
import { backendOf } from './backend.js';

/** What is forecast, after which history. */
export interface ForecastRequest {
  readonly model: ModelFile;
  /** A file whose last rows may have empty targets; default: what the model was trained on. */
  readonly history?: string | undefined;
  /** Rows ahead. */
  readonly length: number;
  /** Futures that are drawn; default 100. */
  readonly count?: number | undefined;
  readonly seed?: number | undefined;
  readonly encoding?: Encoding | undefined;
  readonly backend?: 'auto' | BackendName | undefined;
  readonly watch?: Watch | undefined;
}

/** The next rows of a series. */
export interface Forecast {
  /** What the column of --by has for the series; empty without one. */
  readonly name: string;
  readonly steps: readonly ForecastStep[];
}

export interface ForecastStep {
  /** From 1. */
  readonly step: number;
  readonly date: string | undefined;
  /** Of each target. */
  readonly values: readonly {
    readonly target: string;
    readonly mean: number;
    readonly p10: number;
    readonly p90: number;
  }[];
}

/** Forecasts of each series of a history. */
export interface Forecasts {
  readonly targets: readonly string[];
  /** The column that says which series a row belongs to. */
  readonly by: string | undefined;
  readonly series: readonly Forecast[];
  /** Remarks, a line each. */
  readonly notes: readonly string[];
}

const PATHS = 100;

/**
 * Forecasts series with a network: possible futures are drawn, and their mean and their 10 % and 90 % quantiles are given
 * for each row ahead. Throws series/*, table/*, and data/* where no history is named and the model's own cannot be had.
 *
 * @example
 * const { series } = await forecast({ model: openModel('runs/load'), history: 'load.csv', length: 24 });
 */
export async function forecast(request: ForecastRequest): Promise<Forecasts> {
  const { model, length: steps, count: paths = PATHS, seed = randomInt(2 ** 32) } = request;
  const { backend = 'auto', watch = unwatched } = request;
  const config = model.snapshot.model.series!;
  const file = await openHistory(request, watch);
  try {
    const histories = historiesOf(file, config);
    const forecaster = createForecaster(model.snapshot, await backendOf(backend));
    const rows = numberRows(config.difference ? differenced(file) : file, config);
    const forecasts: Forecast[] = [];
    for (const [i, history] of histories.entries()) {
      await readAll(forecaster, rows, history, watch);
      const rng = pathRng(seed, i * paths);
      const inputs = history.inputs(steps);
      const futures = forecaster.continue({ inputs, steps, paths, rng, check: watch.check });
      inUnits(futures, { config, steps, paths, last: history.last });
      const targets = config.targets.map(({ name }) => name);
      forecasts.push({ name: history.name, steps: summarize(futures, targets, { steps, paths }, history) });
      await watch.pause((i + 1) / histories.length);
    }
    const kept = histories[0]!.kept;
    return {
      targets: config.targets.map(({ name }) => name),
      by: file.columns.by?.name,
      series: forecasts,
      notes:
        kept.length === 0
          ? []
          : [
              `not known of the future, so that the last value is kept: ${kept.join(', ')}; add rows with an empty ` +
                `${config.targets[0]!.name} to the history to give it`,
            ],
    };
  } finally {
    file.close();
  }
}

async function openHistory({ model, history, encoding }: ForecastRequest, watch: Watch): Promise<SeriesFile> {
  const { signal } = watch;
  if (history !== undefined) {
    const read = { ...columnsOfModel(model), ...(encoding && { encoding }) };
    return openSeries(history, { ...read, allowsEmpty: true, workDirectory: tmpdir(), signal });
  }
  const hint = 'name the series: char-rnn sample MODEL HISTORY.csv';
  const opened = await openRunData(runDataOf(model, hint), { changed: 'report', hint, watch }, series);
  return opened.series;
}

/** Rows between two pauses. */
const AT_ONCE = 4096;

async function readAll(
  forecaster: Forecaster,
  rows: ReturnType<typeof numberRows>,
  { range: { from, to } }: History,
  watch: Watch,
): Promise<void> {
  forecaster.reset();
  for (let first = from; first < to; first += AT_ONCE) {
    forecaster.read(rows, first, Math.min(to, first + AT_ONCE));
    await watch.pause(0);
  }
}

function summarize(
  futures: Float64Array,
  targets: readonly string[],
  { steps, paths }: { readonly steps: number; readonly paths: number },
  history: History,
): ForecastStep[] {
  const dates = formatDates(Array.from({ length: steps }, (_, h) => history.date(h)));
  return dates.map((date, h) => {
    const values = targets.map((target, k) => {
      const from = (h * targets.length + k) * paths;
      const drawn = futures.slice(from, from + paths).sort();
      const mean = drawn.reduce((sum, value) => sum + value, 0) / paths;
      return { target, mean, p10: quantile(drawn, 0.1), p90: quantile(drawn, 0.9) };
    });
    return { step: h + 1, date, values };
  });
}

/** Throws usage/extra-argument for a second history. */
export function historyOf([, history, other]: readonly string[]): string | undefined {
  if (other === undefined) return history;
  throw userError('usage/extra-argument', { value: other, usage: 'char-rnn sample <model> [history.csv]' });
}
