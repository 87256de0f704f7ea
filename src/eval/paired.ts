import type { Rng } from '../core/rng.js';

/** The mean difference of two models' losses on one text, and its 95 % interval; null below two blocks. */
export interface PairedDifference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 1000;

/**
 * Paired block bootstrap: `a` and `b` hold the nats of two models on the same blocks of a text, `characters` the length
 * of each block. Blocks are drawn with replacement, the same for both models, so what makes a block hard for both
 * cancels. mean = Σ(b − a) / Σ characters, in nats per character; negative where b is better.
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  characters: readonly number[],
  rng: Rng,
): PairedDifference | null {
  const blocks = a.length;
  if (blocks < 2) return null;
  const meanOf = (pick: (k: number) => number): number => {
    let [sum, count] = [0, 0];
    for (let k = 0; k < blocks; k++) {
      const block = pick(k);
      sum += b[block]! - a[block]!;
      count += characters[block]!;
    }
    return sum / count;
  };
  const means = Float64Array.from({ length: RESAMPLES }, () => meanOf(() => rng.below(blocks))).sort();
  const percentile = (share: number): number => means[Math.round(share * (RESAMPLES - 1))]!;
  return { mean: meanOf((k) => k), low: percentile(0.025), high: percentile(0.975) };
}
