import type { Check } from '../../core/check.js';
import type { RowList } from '../../data/split-rows.js';
import type { Table } from './table.js';

// Numbers of a source are standardized, (number − mean) / deviation by column, in 64 bits, and only then rounded to the
// 32 bits of the network: 1,700,000,000 and 1,700,000,060 are one number in 32 bits.

/** The mean and the standard deviation of each column. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** The columns of numbers of a table. */
type Numbers = Pick<Table, 'columns' | 'readNumbers'>;

/** The most rows on which a column is measured: random ones, so that more would change little. */
const MEASURED = 2 ** 20;
/** The most rows whose numbers are counted. */
const COUNTED = 2 ** 12;
/** Rows between two calls of `check`: a few milliseconds, where each is read from the disk. */
const AT_ONCE = 2 ** 10;

export function scaleNumbers(numbers: ArrayLike<number>, { mean, deviation }: Scaling): Float32Array {
  return Float32Array.from(numbers, (value, i) => (value - mean[i]!) / deviation[i]!);
}

/** Measures each column of numbers over `rows`, in random order; a column that never changes has deviation 1. */
export function measureScaling(table: Numbers, rows: RowList, check?: Check): Scaling {
  const D = table.columns.from.length;
  const N = Math.min(rows.length, MEASURED);
  const numbers = new Float64Array(D);
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

/** A column of which the network can tell fewer numbers apart than it has: `after` of `before`, which may be 1. */
export interface CollapsedColumn {
  readonly column: string;
  readonly before: number;
  readonly after: number;
}

/** The columns that never change, and those of which standardizing makes a tenth of the numbers equal to others. */
export function collapsedColumns(table: Numbers, rows: RowList, scaling: Scaling): CollapsedColumn[] {
  const names = table.columns.from;
  const before = names.map(() => new Set<number>());
  const after = names.map(() => new Set<number>());
  const numbers = new Float64Array(names.length);
  for (let n = 0; n < Math.min(rows.length, COUNTED); n++) {
    table.readNumbers(rows.at(n), numbers);
    scaleNumbers(numbers, scaling).forEach((value, d) => {
      before[d]!.add(numbers[d]!);
      after[d]!.add(value);
    });
  }
  const counted = names.map((column, d) => ({ column, before: before[d]!.size, after: after[d]!.size }));
  return counted.filter((column) => column.after === 1 || column.after < 0.9 * column.before);
}
