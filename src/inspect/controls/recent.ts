import type { Interval } from '../sampling.js';

/** Contexts are hashed into tables of at most 2²⁰ places. */
const MOST_PLACES = 20;
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
  const bits = Math.min(MOST_PLACES, 5 + Math.ceil(Math.log2(learn.to - learn.from + 1)));
  const counts = Array.from({ length: k }, () => new Float32Array(1 << bits));
  const sums = Array.from({ length: k }, () => new Float32Array(1 << bits));
  const eachContext = contexts(ids, k, bits);
  eachContext(learn, (place, j) => counts[j]![place]!++);
  return {
    predict(values, part) {
      let mean = 0;
      for (let i = learn.from; i < learn.to; i++) mean += values[i]! / (learn.to - learn.from);
      for (const sum of sums) sum.fill(0);
      eachContext(learn, (place, j, i) => (sums[j]![place]! += values[i]!));
      const predictions = new Float32Array(part.to - part.from).fill(mean);
      eachContext(part, (place, j, i) => {
        const shorter = predictions[i - part.from]!;
        predictions[i - part.from] = (sums[j]![place]! + TRUST * shorter) / (counts[j]![place]! + TRUST);
      });
      return predictions;
    },
  };
}

type Visitor = (place: number, j: number, i: number) => void;

/** Visits the contexts of j + 1 = 1 ... k symbols that end at each position of a part, short ones first. */
function contexts(ids: Int32Array, k: number, bits: number): (part: Interval, visit: Visitor) => void {
  return ({ from, to }, visit) => {
    for (let i = from; i < to; i++) {
      let hash = 0;
      for (let j = 0; j < k && i - j >= 0; j++) {
        hash = Math.imul(hash ^ (ids[i - j]! + 1), 0x9e3779b1);
        hash ^= hash >>> 15;
        visit(Math.imul(hash, 0x85ebca6b) >>> (32 - bits), j, i);
      }
    }
  };
}
