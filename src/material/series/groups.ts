import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { RowRange } from '../../tasks/forecast.js';

/** Which rows belong to which series, as they come. */
interface Groups {
  /** Adds `rows` rows to the series of a name; returns its number. Throws series/label for a second label. */
  add(
    name: string,
    label: string | undefined,
    where: { readonly row: number; readonly rows: number },
  ): number;
  finish(): GroupedRows;
}

export interface GroupedRows {
  readonly names: readonly string[];
  readonly ranges: readonly RowRange[];
  readonly labels: { readonly names: readonly string[]; readonly of: readonly number[] };
  /** The row of the file that is row n of the series one after the other; undefined where these are the same. */
  readonly order: Uint32Array | undefined;
}

export function createGroups(file: string): Groups {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const labelNumbers = new Map<string, number>();
  const labels: number[] = [];
  let seriesOf: Uint32Array = new Uint32Array(1024);
  let rows = 0;
  let last = -1;
  let isMixed = false;

  function checkLabel(series: number, name: string, label: string, row: number): void {
    const number = labelNumbers.get(label) ?? labelNumbers.size;
    labelNumbers.set(label, number);
    labels[series] ??= number;
    if (labels[series] === number) return;
    const other = [...labelNumbers.keys()][labels[series]!]!;
    throw userError('series/label', {
      file,
      row,
      name: quote(name),
      label: quote(other),
      other: quote(label),
    });
  }

  return {
    add(name, label, { row, rows: count }) {
      let series = numbers.get(name);
      if (series === undefined) {
        series = numbers.size;
        numbers.set(name, series);
        counts.push(0);
      } else if (series !== last) isMixed = true;
      if (label !== undefined) checkLabel(series, name, label, row);
      if (numbers.size > 1 && count === 1) seriesOf = withRow(seriesOf, rows, series);
      counts[series]! += count;
      rows += count;
      last = series;
      return series;
    },
    finish() {
      let from = 0;
      const ranges = counts.map((count) => ({ from, to: (from += count) }));
      const names = [...labelNumbers.keys()].sort();
      const idOf = [...labelNumbers.keys()].map((label) => names.indexOf(label));
      const of = labels.map((number) => idOf[number]!);
      const order = isMixed ? inSeries(seriesOf.subarray(0, rows), ranges) : undefined;
      return { names: [...numbers.keys()], ranges, labels: { names, of }, order };
    },
  };
}

/** The series of each row, once there are two, in an array that grows. */
function withRow(seriesOf: Uint32Array, row: number, series: number): Uint32Array {
  let array = seriesOf;
  if (row >= array.length) {
    array = new Uint32Array(2 * row);
    array.set(seriesOf);
  }
  array[row] = series;
  return array;
}

/** Rows sorted by series, those of a series in the order of the file. The first series has number 0 where none is noted. */
function inSeries(seriesOf: Uint32Array, ranges: readonly RowRange[]): Uint32Array {
  const next = ranges.map(({ from }) => from);
  const order = new Uint32Array(seriesOf.length);
  seriesOf.forEach((series, row) => (order[next[series]!++] = row));
  return order;
}
