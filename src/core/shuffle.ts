import { BETWEEN_CHECKS, type Check } from './check.js';
import type { Rng } from './rng.js';

/** Shuffles `values` in place and returns them (Fisher & Yates). */
export function shuffle<T, Values extends { readonly length: number; [index: number]: T }>(
  values: Values,
  rng: Rng,
  check?: Check,
): Values {
  for (let i = values.length - 1; i > 0; i--) {
    if (i % BETWEEN_CHECKS === 0) check?.();
    const j = rng.below(i + 1);
    const swapped = values[i]!;
    values[i] = values[j]!;
    values[j] = swapped;
  }
  return values;
}
