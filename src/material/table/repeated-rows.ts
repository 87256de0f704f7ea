import type { Check } from '../../core/check.js';
import { rowsOf, type RowList } from '../../data/split-rows.js';
import type { Table } from './table.js';

/** Rows between two calls of `check`: a few milliseconds, where each is read from the disk. */
const AT_ONCE = 2 ** 13;

/** How many of the rows `test` have the same content as one of `train`. */
export function countRepeated(table: Table, train: RowList, test: RowList, check?: Check): number {
  // both hashes in one number, exact in a double
  let keys = 0;
  const key = (row: number) => {
    if (keys++ % AT_ONCE === 0) check?.();
    const [a, b] = table.hash(row);
    return a * 2 ** 20 + (b >>> 12);
  };
  const tested = Float64Array.from(rowsOf(test).sort(), key).sort();
  const isRepeated = new Uint8Array(tested.length);
  const isTrained = createBits(table.rows);
  for (let i = 0; i < train.length; i++) {
    if (i % AT_ONCE === 0) check?.();
    isTrained.set(train.at(i));
  }
  // in the order of the file, which is read in blocks
  for (let row = 0; row < table.rows; row++) {
    if (isTrained.has(row)) mark(tested, isRepeated, key(row));
  }
  return isRepeated.reduce((sum, repeated) => sum + repeated, 0);
}

/** Marks the places of a number in a sorted list. */
function mark(sorted: Float64Array, isMarked: Uint8Array, wanted: number): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  for (; low < sorted.length && sorted[low] === wanted && isMarked[low] === 0; low++) isMarked[low] = 1;
}

/** A set of numbers below n, one bit each. */
function createBits(n: number) {
  const bits = new Uint32Array(Math.ceil(n / 32));
  return {
    set: (i: number) => void (bits[i >>> 5]! |= 1 << (i & 31)),
    has: (i: number) => (bits[i >>> 5]! & (1 << (i & 31))) !== 0,
  };
}
