import { BETWEEN_CHECKS, type Check } from '../core/check.js';
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

/** How an epoch is drawn. */
export interface Draw {
  readonly seed: number;
  readonly epoch: number;
  /** Called every few milliseconds while rows are ordered; nothing is changed when it throws. */
  readonly check?: Check | undefined;
}

/**
 * N rows in windows of B (the last may be shorter): rows of similar length, in a new order every epoch. The rows are
 * shuffled and cut into pools of 50·B; each pool is sorted by its keys and cut into windows; then the windows are
 * shuffled. A window that is not full stays the last. A function of (seed, epoch) alone, so that nothing else is needed
 * to resume. Of more than `kept` rows only the pool in use is in memory, and windows stay in their pool.
 */
export function shuffledWindows(
  rows: Keyed,
  B: number,
  { seed, epoch, check = () => {} }: Draw,
  kept = KEPT,
): Windows {
  const N = rows.count;
  const rng = createRng(seed, 1 + epoch);
  const { at } = permutation(N, rng, { kept, check });
  const pool = (first: number) => {
    const places = new Int32Array(Math.min(POOL * B, N - first));
    for (let i = 0; i < places.length; i++) places[i] = at(first + i);
    return sortRows(places.sort(), rows, check);
  };
  if (N > kept) return poolByPool(POOL, B, pool, { seed: rng.below(2 ** 32), check });
  const order = new Int32Array(N);
  for (let first = 0; first < N; first += POOL * B) {
    check();
    order.set(pool(first), first);
  }
  shuffleWindows(order, B, rng, check);
  return (window) => order.subarray(window * B, (window + 1) * B);
}

/** Windows of the pool in use, which has a generator of its own. */
function poolByPool(
  windows: number,
  B: number,
  pool: (first: number) => Int32Array,
  { seed, check }: { readonly seed: number; readonly check: Check },
): Windows {
  let held = -1;
  let rows: Int32Array = new Int32Array(0);
  return (window) => {
    const number = Math.floor(window / windows);
    if (number !== held) {
      held = -1;
      rows = pool(number * windows * B);
      shuffleWindows(rows, B, createRng(seed, number), check);
      held = number;
    }
    const first = (window % windows) * B;
    return rows.subarray(first, first + B);
  };
}

function shuffleWindows(rows: Int32Array, B: number, rng: Rng, check: Check): void {
  for (let i = Math.floor(rows.length / B) - 1; i > 0; i--) {
    if ((i * B) % BETWEEN_CHECKS < B) check();
    const j = rng.below(i + 1);
    for (let b = 0; b < B; b++) {
      const swapped = rows[i * B + b]!;
      rows[i * B + b] = rows[j * B + b]!;
      rows[j * B + b] = swapped;
    }
  }
}

/** The order of N rows by length: for evaluation. */
export function sortedOrder(rows: Keyed, check: Check = () => {}): Int32Array {
  const places = new Int32Array(rows.count);
  for (let row = 0; row < places.length; row++) places[row] = row;
  return sortRows(places, rows, check);
}

const DIGIT = 2 ** 10;

/** Radix sort by key, lowest digit first, in time proportional to the rows. */
function sortRows(rows: Int32Array, { key }: Keyed, check: Check): Int32Array {
  let keys = new Float64Array(rows.length);
  let largest = 0;
  for (let i = 0; i < keys.length; i++) {
    if (i % BETWEEN_CHECKS === 0) check();
    keys[i] = key(rows[i]!);
    largest = Math.max(largest, keys[i]!);
  }
  const ends = new Uint32Array(DIGIT);
  for (let unit = 1; unit <= largest; unit *= DIGIT) {
    const digitOf = (key: number) => Math.floor(key / unit) % DIGIT;
    check();
    ends.fill(0);
    for (const key of keys) ends[digitOf(key)]!++;
    for (let digit = 1; digit < DIGIT; digit++) ends[digit]! += ends[digit - 1]!;
    const sorted = { rows: new Int32Array(rows.length), keys: new Float64Array(keys.length) };
    for (let i = rows.length - 1; i >= 0; i--) {
      if (i % BETWEEN_CHECKS === 0) check();
      const place = --ends[digitOf(keys[i]!)]!;
      sorted.rows[place] = rows[i]!;
      sorted.keys[place] = keys[i]!;
    }
    ({ rows, keys } = sorted);
  }
  return rows;
}
