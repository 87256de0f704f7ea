import { createRng } from '../core/rng.js';

/** The number of batches in a pool that is sorted by length. */
const POOL = 50;

/**
 * The order of N rows, B of which in turn make a window: rows of similar length, in a new order every epoch. The
 * rows are shuffled and cut into pools of 50·B; each pool is sorted by `key` and cut into windows; then the windows are
 * shuffled. A window that is not full stays the last. A function of (seed, epoch) alone, so that nothing else is needed
 * to resume.
 */
export function shuffledOrder(
  key: ArrayLike<number>,
  B: number,
  { seed, epoch }: { readonly seed: number; readonly epoch: number },
): Int32Array {
  const N = key.length;
  const rng = createRng(seed, 1 + epoch);
  const rows = Int32Array.from({ length: N }, (_, row) => row);
  const swap = (i: number, j: number) => ([rows[i], rows[j]] = [rows[j]!, rows[i]!]);
  for (let i = N - 1; i > 0; i--) swap(i, rng.below(i + 1));
  for (let from = 0; from < N; from += POOL * B) sortRows(rows.subarray(from, from + POOL * B), key);
  for (let i = Math.floor(N / B) - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    for (let b = 0; b < B; b++) swap(i * B + b, j * B + b);
  }
  return rows;
}

/** The order of N rows by length: for evaluation. */
export function sortedOrder(key: ArrayLike<number>): Int32Array {
  return sortRows(
    Int32Array.from({ length: key.length }, (_, row) => row),
    key,
  );
}

function sortRows(rows: Int32Array, key: ArrayLike<number>): Int32Array {
  return rows.sort((a, b) => key[a]! - key[b]! || a - b);
}
