import { KEPT, permutation } from '../core/permutation.js';
import { createRng, type Rng } from '../core/rng.js';

/** The number of windows in a pool that is sorted by length. */
const POOL = 50;

/** Rows to be ordered; rows that share a window have similar keys, which are integers. */
export interface Keyed {
  readonly count: number;
  key(row: number): number;
}

/** The rows of a window. */
export type Windows = (window: number) => Int32Array;

/**
 * N rows in windows of B (the last may be shorter): rows of similar length, in a new order every epoch. The rows are
 * shuffled and cut into pools of 50·B; each pool is sorted by its keys and cut into windows; then the windows are
 * shuffled. A window that is not full stays the last. A function of (seed, epoch) alone, so that nothing else is needed
 * to resume. Of more than `kept` rows only the pool in use is in memory, and windows stay in their pool.
 */
export function shuffledWindows(
  rows: Keyed,
  B: number,
  { seed, epoch }: { readonly seed: number; readonly epoch: number },
  kept = KEPT,
): Windows {
  const N = rows.count;
  const rng = createRng(seed, 1 + epoch);
  const { at } = permutation(N, rng, kept);
  const pool = (first: number) =>
    sortRows(
      Int32Array.from({ length: Math.min(POOL * B, N - first) }, (_, i) => at(first + i)).sort(),
      rows,
    );
  if (N > kept) return poolByPool(POOL, B, pool, rng.below(2 ** 32));
  const order = new Int32Array(N);
  for (let first = 0; first < N; first += POOL * B) order.set(pool(first), first);
  shuffleWindows(order, B, rng);
  return (window) => order.subarray(window * B, (window + 1) * B);
}

/** Windows of the pool in use, which has a generator of its own. */
function poolByPool(windows: number, B: number, pool: (first: number) => Int32Array, seed: number): Windows {
  let held = -1;
  let rows: Int32Array = new Int32Array(0);
  return (window) => {
    const number = Math.floor(window / windows);
    if (number !== held) {
      rows = pool(number * windows * B);
      shuffleWindows(rows, B, createRng(seed, number));
      held = number;
    }
    const first = (window % windows) * B;
    return rows.subarray(first, first + B);
  };
}

function shuffleWindows(rows: Int32Array, B: number, rng: Rng): void {
  for (let i = Math.floor(rows.length / B) - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    for (let b = 0; b < B; b++) {
      const swapped = rows[i * B + b]!;
      rows[i * B + b] = rows[j * B + b]!;
      rows[j * B + b] = swapped;
    }
  }
}

/** The order of N rows by length: for evaluation. */
export function sortedOrder(rows: Keyed): Int32Array {
  return sortRows(
    Int32Array.from({ length: rows.count }, (_, row) => row),
    rows,
  );
}

const DIGIT = 2 ** 10;

/** Radix sort by key, lowest digit first, in time proportional to the rows. */
function sortRows(rows: Int32Array, { key }: Keyed): Int32Array {
  const largest = rows.reduce((most, row) => Math.max(most, key(row)), 0);
  const ends = new Uint32Array(DIGIT);
  for (let unit = 1; unit <= largest; unit *= DIGIT) {
    const digitOf = (row: number) => Math.floor(key(row) / unit) % DIGIT;
    ends.fill(0);
    for (const row of rows) ends[digitOf(row)]!++;
    for (let digit = 1; digit < DIGIT; digit++) ends[digit]! += ends[digit - 1]!;
    const sorted = new Int32Array(rows.length);
    for (let i = rows.length - 1; i >= 0; i--) sorted[--ends[digitOf(rows[i]!)]!] = rows[i]!;
    rows = sorted;
  }
  return rows;
}
