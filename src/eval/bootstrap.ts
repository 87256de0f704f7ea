import type { Rng } from '../core/rng.js';
import { sum } from '../core/numbers.js';

/** Sums over consecutive blocks of `size` values; the last block may be shorter. */
interface BlockSums {
  readonly size: number;
  add(values: ArrayLike<number>): void;
  readonly count: number;
  readonly total: number;
  /** [sum, values] of each block. */
  blocks(): readonly (readonly [sum: number, count: number])[];
}

export function createBlockSums(size: number): BlockSums {
  const sums: number[] = [];
  let count = 0;
  return {
    size,
    add(values) {
      for (let i = 0; i < values.length; i++, count++) {
        if (count % size === 0) sums.push(0);
        sums[sums.length - 1]! += values[i]!;
      }
    },
    get count() {
      return count;
    },
    get total() {
      return sum(sums);
    },
    blocks: () => sums.map((sum, k) => [sum, Math.min(size, count - k * size)] as const),
  };
}

/** Resamples for one interval. */
const RESAMPLES = 1000;

/** The middle 95 % of a resampled statistic. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * A 95 % interval for a statistic of `count` independent units (rows of a table, blocks of a text): they are drawn with
 * replacement, and the interval spans the 2.5th to the 97.5th percentile of the resampled statistic. `statistic`
 * receives the indices of the units drawn. Efron (1979). Null below two units.
 */
export function bootstrap(
  count: number,
  statistic: (drawn: Uint32Array) => number,
  rng: Rng,
): Interval | null {
  if (count < 2) return null;
  const drawn = new Uint32Array(count);
  const values = Float64Array.from({ length: RESAMPLES }, () => {
    for (let k = 0; k < count; k++) drawn[k] = rng.below(count);
    return statistic(drawn);
  }).sort();
  const percentile = (share: number) => values[Math.round(share * (RESAMPLES - 1))]!;
  return { low: percentile(0.025), high: percentile(0.975) };
}

/** The interval of Σ sums / Σ counts, where unit k has the sum sums[k] over counts[k] items (1 by default). */
export function bootstrapMean(
  sums: ArrayLike<number>,
  counts: ArrayLike<number> | null,
  rng: Rng,
): Interval | null {
  return bootstrap(
    sums.length,
    (drawn) => {
      let sum = 0;
      let count = 0;
      for (const k of drawn) {
        sum += sums[k]!;
        count += counts === null ? 1 : counts[k]!;
      }
      return sum / count;
    },
    rng,
  );
}

/**
 * A 95 % interval for the mean of a text's values, by the block bootstrap: neighboring characters are easy or hard
 * together, so whole blocks are drawn. Künsch (1989). Null below two blocks.
 */
export function bootstrapInterval(sums: BlockSums, rng: Rng): Interval | null {
  const blocks = sums.blocks();
  return bootstrapMean(
    blocks.map(([sum]) => sum),
    blocks.map(([, count]) => count),
    rng,
  );
}
