import type { Rng } from '../core/rng.js';

/** Sums over consecutive blocks of `size` values; the last block may be shorter. */
export interface BlockSums {
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
      return sums.reduce((a, b) => a + b, 0);
    },
    blocks: () => sums.map((sum, k) => [sum, Math.min(size, count - k * size)] as const),
  };
}

/** Resamples for one interval. */
const RESAMPLES = 1000;

/**
 * A 95 % interval for the mean, by the block bootstrap: neighboring characters are easy or hard together, so whole
 * blocks are drawn with replacement, and the interval spans from the 2.5th to the 97.5th percentile of the means.
 * Künsch (1989). Null below two blocks.
 */
export function bootstrapInterval(
  sums: BlockSums,
  rng: Rng,
): { readonly low: number; readonly high: number } | null {
  const blocks = sums.blocks();
  if (blocks.length < 2) return null;
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    let count = 0;
    for (let k = 0; k < blocks.length; k++) {
      const [blockSum, blockCount] = blocks[rng.below(blocks.length)]!;
      sum += blockSum;
      count += blockCount;
    }
    return sum / count;
  }).sort();
  const percentile = (share: number) => means[Math.round(share * (RESAMPLES - 1))]!;
  return { low: percentile(0.025), high: percentile(0.975) };
}
