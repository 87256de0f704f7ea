import { userError } from '../core/errors.js';

/** Throws model/not-finite unless all of values[from ... from + count) are finite. */
export function refuseUnlessFinite(values: ArrayLike<number>, from = 0, count = values.length - from): void {
  for (let i = from; i < from + count; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) throw userError('model/not-finite', { value });
  }
}
