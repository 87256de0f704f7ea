import { count, many, percent } from '../../core/format.js';
import { column, type Block } from '../../core/result.js';
import { UserError, userError } from '../../core/errors.js';
import { fitBaselines, baselineNames, type Baselines } from '../../eval/forecast/baselines.js';
import { meanScore, type ForecastScore } from '../../eval/forecast/score.js';
import { scoreSeries, type ScoredSeries } from '../../eval/forecast/score-series.js';
import { createForecaster } from '../../sample/forecast.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import type { RowRange, SeriesPart } from '../../tasks/forecast.js';
import type { Evaluation, ScoreOptions } from '../evaluation.js';
import type { SeriesData } from './for-model.js';
import { numberRows } from './numbers.js';
import type { SeriesFile } from './series-file.js';

/** Futures that are drawn for each forecast of several rows. */
const PATHS = 100;

/** How well a network forecasts series, beside naive, seasonal naive, drift and AR(p) fitted to its training data. */
export async function scoreForecasts(
  { snapshot }: ModelFile,
  data: SeriesData,
  { backend, seed, watch, training, horizon = 1, count: paths = PATHS }: ScoreOptions<SeriesData>,
): Promise<Evaluation> {
  const config = snapshot.model.series!;
  const fitted = await trainingOr(training, data);
  const { season } = fitted.data;
  const columns = config.targets.map(({ name }) => name);
  const baselines = columns.map((name) =>
    fitBaselines(
      fitted.data.ranges.map((range) => valuesOf(fitted.data.file, name, range)),
      season,
    ),
  );
  const unseen = unseenRows(data, fitted.data);
  const scored = await scoreSeries(createForecaster(snapshot, backend), {
    config,
    baselines,
    horizon,
    paths,
    seed,
    watch,
    rows: numberRows(data.read, config),
    series: unseen.ranges.map(({ from, to }, i) => ({ begin: unseen.begins[i]!, from, to })),
    values: columns.map((name) => accessTo(data.file, name)),
  });
  const scores = scored.targets.map(({ score }) => score);
  const all = meanScore(scores);
  const targets = Object.fromEntries(
    columns.map((name, k) => [name, { loss: scored.targets[k]!.loss, ...scores[k]! }]),
  );
  return {
    loss: scored.loss,
    figures: {
      task: 'forecast',
      loss: scored.loss,
      ...all,
      horizon,
      forecasts: scored.forecasts,
      season: baselines.map((one) => one.season)[0],
      ...(columns.length > 1 && { targets }),
    },
    blocks: columns.flatMap((name, k) =>
      describe(name, scores[k]!, {
        baselines: baselines[k]!,
        scored,
        k,
        horizon,
        isMean: config.loss === 'mse',
      }),
    ),
    notes: fitted.notes,
  };
}

/** What the baselines are fitted to: the training data, or else the data that are forecast. */
async function trainingOr(training: ScoreOptions<SeriesData>['training'], data: SeriesData) {
  try {
    return { data: (await training(true))!, notes: [] };
  } catch (error) {
    if (!(error instanceof UserError) || !error.code.startsWith('data/')) throw error;
    const note = 'the training data cannot be had again: the baselines are fitted to the data they forecast';
    return { data, notes: [note] };
  }
}

/**
 * The rows of the data that the network has not learned from: of its own file the test part, of another one with dates
 * those after its last date; rows before them are only read.
 */
function unseenRows(data: SeriesData, trained: SeriesData): SeriesPart {
  if (data === trained) return data;
  if (data.file.digest === trained.file.digest && trained.test?.ranges.length) return trained.test;
  const known = lastDates(trained.file);
  const ranges = data.ranges.map(({ from, to }, i) => {
    const last = known?.get(data.file.names[i]!);
    return { from: last === undefined ? from : firstAfter(data.file, { from, to }, last), to };
  });
  const left = ranges.map(({ from, to }) => from < to);
  const kept = <T>(items: readonly T[]) => items.filter((_, i) => left[i]);
  if (!left.includes(true)) throw userError('series/seen', { file: data.file.file });
  return { ranges: kept(ranges), begins: kept(data.begins) };
}

/** The last date of each series of a file, by name. */
function lastDates({ columns, ranges, names, read, width }: SeriesFile): Map<string, number> | undefined {
  if (!columns.date) return undefined;
  const row = new Float64Array(width);
  return new Map(
    ranges.map(({ to }, i) => {
      read(to - 1, row);
      return [names[i]!, row[columns.numbers.length]!];
    }),
  );
}

/** The first row of a range that is later than a date. */
function firstAfter({ columns, read, width }: SeriesFile, { from, to }: RowRange, date: number): number {
  if (!columns.date) return from;
  const row = new Float64Array(width);
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    read(middle, row);
    if (row[columns.numbers.length]! > date) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Rows of a long series, at its end, to which the baselines are fitted. */
const FITTED = 2 ** 20;

function valuesOf(file: SeriesFile, name: string, { from, to }: RowRange): Float64Array {
  const at = accessTo(file, name);
  const first = Math.max(from, to - FITTED);
  return Float64Array.from({ length: to - first }, (_, i) => at(first + i));
}

/** The number of a column in each row. */
function accessTo(file: SeriesFile, name: string): (row: number) => number {
  const d = file.columns.numbers.indexOf(name);
  const row = new Float64Array(file.width);
  return (number) => {
    file.read(number, row);
    return row[d]!;
  };
}

const titles = { naive: 'naive', seasonal: 'seasonal naive', drift: 'drift' } as const;

interface Described {
  readonly baselines: Baselines;
  readonly scored: ScoredSeries;
  readonly k: number;
  readonly horizon: number;
  readonly isMean: boolean;
}

/** The scores of a target: the network and the baselines in a table, the best of each column first. */
function describe(
  name: string,
  score: ForecastScore,
  { baselines, scored, k, horizon, isMean }: Described,
): Block[] {
  const { season, autoregression } = baselines;
  const titled = { ...titles, ar: `AR(${autoregression.coefficients.length})` };
  const rows = [
    { title: 'this network', ...score },
    ...baselineNames.map((one) => ({
      ...score.baselines[one],
      title:
        one === 'seasonal'
          ? `${titled[one]} (${season === 1 ? 'no season' : many(season, 'row')})`
          : titled[one],
    })),
  ];
  const best = (of: 'rmse' | 'mae') => Math.min(...rows.map((row) => row[of]));
  const cell = (value: number, least: number) =>
    value === least ? { text: format(value), tone: 'good' as const } : format(value);
  const ahead = horizon === 1 ? 'the next row' : `the next ${count(horizon)} rows`;
  return [
    {
      kind: 'heading',
      title: name,
      rest: `: forecasts of ${ahead}, ${count(scored.forecasts)} in all`,
    },
    {
      kind: 'table',
      columns: [column.left(''), column.right('RMSE'), column.right('MAE')],
      rows: rows.map((row) => ({
        cells: [row.title, cell(row.rmse, best('rmse')), cell(row.mae, best('mae'))],
      })),
    },
    {
      kind: 'facts',
      facts: [
        [
          'loss',
          `${scored.targets[k]!.loss.toFixed(4)} ${isMean ? 'squared deviations' : 'nats'} per value, one row ahead`,
        ],
        ['MASE', `${score.mase.toFixed(4)} (below 1: better than repeating the season before)`],
        ['CRPS', format(score.crps)],
        ['within 80 %', `${percent(score.covered80)} of the values lie between the 10 % and 90 % quantiles`],
      ],
    },
  ];
}

const format = (value: number): string => String(Number(value.toPrecision(4)));
