import { createRng } from '../core/rng.js';

/** The rows of a table for training, validation and test. */
export interface RowSplit {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

/** The stream of a run's seed that its split is drawn from. */
const SPLIT_STREAM = 0x5917;

/**
 * Divides rows 0 ... rows − 1 by a shuffle that depends on the seed alone (tables are often sorted, so that their end
 * would hold labels their beginning lacks). Shares are rounded down; a share above 0 gets at least one row if
 * training keeps one.
 */
export function splitRows(
  rows: number,
  share: { readonly validation: number; readonly test: number },
  seed: number,
): RowSplit {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const rng = createRng(seed, SPLIT_STREAM);
  for (let i = rows - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  const part = (of: number, left: number) =>
    of === 0 ? 0 : Math.min(left, Math.max(1, Math.floor(rows * of)));
  const test = part(share.test, rows - 1);
  const validation = part(share.validation, rows - 1 - test);
  const middle = rows - validation - test;
  return {
    train: order.subarray(0, middle),
    validation: order.subarray(middle, middle + validation),
    test: order.subarray(middle + validation),
  };
}
