import { sum } from '../core/numbers.js';
import type { Rng } from '../core/rng.js';
import { bootstrapMean, type Interval } from './bootstrap.js';

/** The mean difference of two models' losses on one text, and its 95 % interval; null below two blocks. */
export interface PairedDifference extends Interval {
  readonly mean: number;
}

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
  const differences = a.map((nats, block) => b[block]! - nats);
  const interval = bootstrapMean(differences, characters, rng);
  return interval && { mean: sum(differences) / sum(characters), ...interval };
}
