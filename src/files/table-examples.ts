import type { Check } from '../core/check.js';
import type { Example, Examples } from '../data/examples.js';
import type { RowList } from '../data/split-rows.js';
import type { Table } from './table.js';

/** The scaling of the numbers of a source: (number − mean) / deviation, by column. */
interface Scaling {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

const NO_IDS = new Int32Array(0);
const NO_NUMBERS = new Float32Array(0);
/** Rows between two calls of `check`: a few milliseconds, where each is read from the disk. */
const AT_ONCE = 2 ** 10;

/** Rows of a table (all by default) as examples: a source or target of labels is the example's label. */
export function tableExamples(table: Table, rows?: RowList, scaling?: Scaling): Examples {
  const rowOf = (i: number) => (rows === undefined ? i : rows.at(i));
  const { source: from, target: to } = table.kinds;
  const readIds = (length: number, fill: (ids: Int32Array) => void) => {
    const ids = new Int32Array(length);
    fill(ids);
    return ids;
  };
  return {
    count: rows?.length ?? table.rows,
    sourceLength: (i) => (from === 'label' ? 0 : table.lengths(rowOf(i)).source),
    targetLength: (i) => (to === 'label' ? 0 : table.lengths(rowOf(i)).target),
    read(i): Example {
      const row = rowOf(i);
      const lengths = table.lengths(row);
      const source = readIds(lengths.source, (ids) => table.readSource(row, ids));
      const target = readIds(lengths.target, (ids) => table.readTarget(row, ids));
      const label = from === 'label' ? source[0]! : to === 'label' ? target[0]! : -1;
      return {
        source: from === 'label' ? NO_IDS : source,
        target: to === 'label' ? NO_IDS : target,
        label,
        vector: from === 'numbers' ? scaledNumbers(table, row, scaling) : NO_NUMBERS,
      };
    },
  };
}

function scaledNumbers(table: Table, row: number, scaling?: Scaling): Float32Array {
  const numbers = new Float32Array(table.columns.from.length);
  table.readNumbers(row, numbers);
  return scaling === undefined ? numbers : scaleNumbers(numbers, scaling);
}

export function scaleNumbers(numbers: Float32Array, { mean, deviation }: Scaling): Float32Array {
  return numbers.map((value, i) => (value - mean[i]!) / deviation[i]!);
}

/** The most rows on which a column is measured: random ones, so that more would change little. */
const MEASURED = 2 ** 20;

/** Mean and standard deviation of each column of numbers over `rows`; a column that never changes has deviation 1. */
export function measureScaling(table: Table, rows: RowList, check?: Check): Scaling {
  const D = table.columns.from.length;
  const N = Math.min(rows.length, MEASURED);
  const numbers = new Float32Array(D);
  const mean = new Float64Array(D);
  const squares = new Float64Array(D);
  for (let n = 0; n < N; n++) {
    if (n % AT_ONCE === 0) check?.();
    table.readNumbers(rows.at(n), numbers);
    // Welford (1962)
    for (let d = 0; d < D; d++) {
      const difference = numbers[d]! - mean[d]!;
      mean[d]! += difference / (n + 1);
      squares[d]! += difference * (numbers[d]! - mean[d]!);
    }
  }
  const deviation = Array.from(squares, (sum) => Math.sqrt(sum / N) || 1);
  return { mean: [...mean], deviation };
}
