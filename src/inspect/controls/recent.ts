import type { Interval } from '../sampling.js';

/** Contexts are hashed into tables of 2²⁰ places. */
const PLACES = 20;
/** What the shorter context says weighs as much as so many observations of the longer one. */
const TRUST = 2;

/**
 * A predictor that sees only the last k symbols: does a cell remember, or does it echo what has just been read? For
 * each context of 1 ... k symbols it learns the mean of the feature on one part of the text, and predicts on another
 *
 *     p_j = (n_j · mean_j + 2 · p_{j−1}) / (n_j + 2),   p_0 = the mean of all,
 *
 * where n_j is how often the last j symbols were seen in that order.
 */
export interface Recent {
  /** A prediction for each position of `part`, from a value for each position of the text. */
  predict(values: Float32Array, part: Interval): Float32Array;
}

/** Counts the contexts of up to `k` symbols in `learn`. */
export function recentPredictor(ids: Int32Array, learn: Interval, k: number): Recent {
  const counts = Array.from({ length: k }, () => new Float32Array(1 << PLACES));
  const sums = Array.from({ length: k }, () => new Float32Array(1 << PLACES));
  eachContext(ids, learn, k, (place, j) => counts[j]![place]!++);
  return {
    predict(values, part) {
      let mean = 0;
      for (let i = learn.from; i < learn.to; i++) mean += values[i]! / (learn.to - learn.from);
      for (const sum of sums) sum.fill(0);
      eachContext(ids, learn, k, (place, j, i) => (sums[j]![place]! += values[i]!));
      const predictions = new Float32Array(part.to - part.from).fill(mean);
      eachContext(ids, part, k, (place, j, i) => {
        const shorter = predictions[i - part.from]!;
        predictions[i - part.from] = (sums[j]![place]! + TRUST * shorter) / (counts[j]![place]! + TRUST);
      });
      return predictions;
    },
  };
}

/** Visits the contexts of j + 1 = 1 ... k symbols that end at each position, short ones first. */
function eachContext(
  ids: Int32Array,
  { from, to }: Interval,
  k: number,
  visit: (place: number, j: number, i: number) => void,
): void {
  for (let i = from; i < to; i++) {
    let hash = 0;
    for (let j = 0; j < k && i - j >= 0; j++) {
      hash = Math.imul(hash ^ (ids[i - j]! + 1), 0x9e3779b1);
      hash ^= hash >>> 15;
      visit(Math.imul(hash, 0x85ebca6b) >>> (32 - PLACES), j, i);
    }
  }
}
