import type { Ids } from '../core/floats.js';
import { largest } from '../core/numbers.js';

/**
 * Writes rows into x [T, B] and starts [B], window by window, so that all rows end together; yields the steps of each
 * window, of which the first may be shorter than T. Batch rows beyond rows.length stay empty.
 */
export function* alignRows(
  rows: readonly ArrayLike<number>[],
  { x, starts, T, B }: { readonly x: Ids; readonly starts: Ids; readonly T: number; readonly B: number },
): Generator<number, void, void> {
  const length = largest(rows.map(({ length }) => length));
  for (let from = 0, steps = length % T || T; from < length; from += steps, steps = T) {
    for (let b = 0; b < B; b++) {
      const row = rows[b] ?? [];
      // the place in the row of the window's first step; negative before the row begins
      const first = from - (length - row.length);
      starts[b] = Math.min(steps, Math.max(0, -first));
      for (let t = 0; t < steps; t++) x[t * B + b] = first + t < 0 ? 0 : row[first + t]!;
    }
    yield steps;
  }
}
