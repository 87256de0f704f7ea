import { tmpdir } from 'node:os';
import { quantile } from '../../eval/quantile.js';
import type { Watch } from '../../core/watch.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import { createForecaster, inUnits, pathRng, type Forecaster } from '../../sample/forecast.js';
import type { Answer, Answers, Asked, OwnData } from '../answers.js';
import { formatDates } from './dates.js';
import { columnsOfModel } from './for-model.js';
import { historiesOf, type History } from './history.js';
import { differenced, numberRows } from './numbers.js';
import { openSeries } from './read.js';
import type { SeriesFile } from './series-file.js';

/** Rows ahead, and the futures that are drawn, unless the request says otherwise. */
const [STEPS, PATHS] = [24, 100] as const;

/**
 * The next rows of each series of a history, whose last rows may have empty targets; without one, of what the model was
 * trained on. Possible futures are drawn; a row has their mean and their 10 % and 90 % quantiles for each target. Throws
 * series/*, table/*, and data/* where the model's own data cannot be had.
 */
export async function answerForecasts(model: ModelFile, asked: Asked): Promise<Answers> {
  const { length: steps = STEPS, count: paths = PATHS, seed, backend, watch } = asked;
  const config = model.snapshot.model.series!;
  const { file, notes } = await openHistory(model, asked);
  const histories = historiesOf(file, config);
  const targets = config.targets.map(({ name }) => name);
  const { kept } = histories[0]!;
  const by = file.columns.by?.name;
  const hasDates = histories.some((history) => history.date(0) !== undefined);
  return {
    unit: 'row',
    columns: [
      'step',
      ...targets.flatMap((name) => [name, `${name}_p10`, `${name}_p90`]),
      ...(hasDates ? ['date'] : []),
      ...(by === undefined ? [] : [by]),
    ],
    hasHeader: true,
    hasLineEnds: false,
    isTable: true,
    notes: kept.length === 0 ? notes : [...notes, noteOnKept(kept, targets[0]!)],
    skipped: () => 0,
    async *[Symbol.asyncIterator]() {
      try {
        const forecaster = createForecaster(model.snapshot, backend);
        const rows = numberRows(config.difference ? differenced(file) : file, config);
        for (const [i, history] of histories.entries()) {
          await readAll(forecaster, rows, history, watch);
          const rng = pathRng(seed, i * paths);
          const inputs = history.inputs(steps);
          const futures = forecaster.continue({ inputs, steps, paths, rng, check: watch.check });
          inUnits(futures, { config, steps, paths, last: history.last });
          const found = summarize(futures, { targets: targets.length, steps, paths }, history);
          for (const step of found) yield rowOf(step, { targets, hasDates, by, name: history.name });
          await watch.pause((i + 1) / histories.length);
        }
      } finally {
        file.close();
      }
    },
  };
}

const noteOnKept = (kept: readonly string[], target: string): string =>
  `not known of the future, so that the last value is kept: ${kept.join(', ')}; add rows with an empty ${target} to the ` +
  'history to give it';

async function openHistory(model: ModelFile, { input, encoding, watch, own }: Asked) {
  if (input === undefined) {
    const opened = (await own()) as OwnData & { readonly series: SeriesFile };
    return {
      file: opened.series,
      notes: opened.changed ? ['the series has changed since the training'] : [],
    };
  }
  const read = { ...columnsOfModel(model), ...(encoding && { encoding }) };
  const how = { allowsEmpty: true, workDirectory: tmpdir(), signal: watch.signal };
  return { file: await openSeries(input, { ...read, ...how }), notes: [] };
}

/** A row ahead. */
interface Step {
  /** From 1. */
  readonly step: number;
  readonly date: string | undefined;
  /** Of each target. */
  readonly values: readonly { readonly mean: number; readonly p10: number; readonly p90: number }[];
}

interface Columns {
  readonly targets: readonly string[];
  readonly hasDates: boolean;
  /** The column that says which series a row belongs to, and what it has for this one. */
  readonly by: string | undefined;
  readonly name: string;
}

function rowOf({ step, date, values }: Step, { targets, hasDates, by, name }: Columns): Answer {
  const figures = values.flatMap(({ mean, p10, p90 }, k) => {
    const target = targets[k]!;
    return [[target, mean] as const, [`${target}_p10`, p10] as const, [`${target}_p90`, p90] as const];
  });
  const rounded = figures.map(([column, value]) => [column, Number(value.toPrecision(DIGITS))] as const);
  return {
    text: String(rounded[0]![1]),
    record: { step, ...Object.fromEntries(rounded), ...(hasDates && { date }), ...(by && { [by]: name }) },
    cells: [
      String(step),
      ...rounded.map(([, value]) => String(value)),
      ...(hasDates ? [date ?? ''] : []),
      ...(by === undefined ? [] : [name]),
    ],
  };
}

/** Digits of a figure: as many as the network computes with. */
const DIGITS = 7;

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
  { targets, steps, paths }: { readonly targets: number; readonly steps: number; readonly paths: number },
  history: History,
): Step[] {
  const dates = formatDates(Array.from({ length: steps }, (_, h) => history.date(h)));
  return dates.map((date, h) => {
    const values = Array.from({ length: targets }, (_, k) => {
      const from = (h * targets + k) * paths;
      const drawn = futures.slice(from, from + paths).sort();
      const mean = drawn.reduce((sum, value) => sum + value, 0) / paths;
      return { mean, p10: quantile(drawn, 0.1), p90: quantile(drawn, 0.9) };
    });
    return { step: h + 1, date, values };
  });
}
