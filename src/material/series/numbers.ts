import { BETWEEN_CHECKS, type Check } from '../../core/check.js';
import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { SeriesColumn, SeriesConfig } from '../../core/snapshot.js';
import type { NumberRows } from '../../data/number-rows.js';
import { seriesWidth } from '../../model/shapes.js';
import type { RowRange } from '../../tasks/forecast.js';
import { writeCalendar } from './dates.js';
import type { SeriesFile } from './series-file.js';

// Numbers are standardized in 64 bits, and only then rounded to the 32 bits of the network: see table/scaling.ts.

/** The mean and deviation of every column over `ranges`. Throws series/constant for a column that never changes there. */
export function measureColumns(
  series: SeriesFile,
  ranges: readonly RowRange[],
  check?: Check,
): ReadonlyMap<string, SeriesColumn> {
  const { file, columns, width } = series;
  const { numbers } = columns;
  const row = new Float64Array(width);
  const mean = new Float64Array(numbers.length);
  const squares = new Float64Array(numbers.length);
  let n = 0;
  for (const { from, to } of ranges) {
    for (let at = from; at < to; at++) {
      if (n % BETWEEN_CHECKS === 0) check?.();
      series.read(at, row);
      n += 1;
      // Welford (1962)
      for (let d = 0; d < numbers.length; d++) {
        const difference = row[d]! - mean[d]!;
        mean[d]! += difference / n;
        squares[d]! += difference * (row[d]! - mean[d]!);
      }
    }
  }
  return new Map(
    numbers.map((name, d) => {
      const deviation = Math.sqrt(squares[d]! / n);
      if (!(deviation > 0)) throw userError('series/constant', { file, column: quote(name) });
      return [name, { name, mean: mean[d]!, deviation }];
    }),
  );
}

/** The share of its variance over `ranges` that a straight line explains, of the column that has most. */
export function trendOf(series: SeriesFile, ranges: readonly RowRange[], check?: Check): number {
  const { columns, width } = series;
  const row = new Float64Array(width);
  const shares = columns.targets.map((name) => {
    const d = columns.numbers.indexOf(name);
    let [products, times, squares] = [0, 0, 0];
    for (const { from, to } of ranges) {
      let [n, meanTime, mean] = [0, 0, 0];
      for (let at = from; at < to; at++) {
        if (n % BETWEEN_CHECKS === 0) check?.();
        series.read(at, row);
        n += 1;
        const [early, before] = [at - meanTime, row[d]! - mean];
        meanTime += early / n;
        mean += before / n;
        times += early * (at - meanTime);
        squares += before * (row[d]! - mean);
        products += early * (row[d]! - mean);
      }
    }
    return products ** 2 / (times * squares || 1);
  });
  return Math.max(0, ...shares);
}

/** The same file as the change of each column from the row before: a series begins with its second row. */
export function differenced(series: SeriesFile): SeriesFile {
  const { width, columns } = series;
  const before = new Float64Array(width);
  return {
    ...series,
    ranges: series.ranges.map(({ from, to }) => ({ from: Math.min(from + 1, to), to })),
    read(row, into) {
      series.read(row, into);
      series.read(row - 1, before);
      for (let d = 0; d < columns.numbers.length; d++) into[d]! -= before[d]!;
    },
  };
}

/** The rows of a file as a network reads and predicts them. */
export function numberRows(series: SeriesFile, config: SeriesConfig): NumberRows {
  const { inputs, targets, calendar } = config;
  const { numbers } = series.columns;
  const row = new Float64Array(series.width);
  const placesOf = (columns: readonly SeriesColumn[]) => columns.map(({ name }) => numbers.indexOf(name));
  const [inputAt, targetAt] = [placesOf(inputs), placesOf(targets)];
  let held = -1;

  function load(number: number): void {
    if (number !== held) series.read(number, row);
    held = number;
  }

  return {
    width: seriesWidth(config),
    targets: targets.length,
    readInputs(number, into) {
      load(number);
      inputs.forEach(({ mean, deviation }, i) => (into[i] = (row[inputAt[i]!]! - mean) / deviation));
      if (calendar.length > 0) writeCalendar(row[numbers.length]!, calendar, into, inputs.length);
    },
    readTargets(number, into) {
      load(number);
      targets.forEach(({ mean, deviation }, k) => (into[k] = (row[targetAt[k]!]! - mean) / deviation));
    },
  };
}
