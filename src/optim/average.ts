import type { Floats } from '../core/floats.js';
import type { Memory } from '../core/memory.js';

/** A moving average of the weights: a model of its own, beside the one that is trained. */
export interface Average {
  /** As long as the weights. */
  readonly weights: Floats;
  /** Updates the average with the weights after step 1, 2, ... */
  update(step: number): void;
}

/**
 * Exponential moving average of the weights w (Polyak & Juditsky 1992; with the start of TensorFlow's
 * ExponentialMovingAverage). From a = w before the first step, at step t
 *
 *     d = min(decay, (1 + t) / (10 + t))
 *     a ← a + (1 − d)(w − a)
 *
 * so that a short run is not an average of its first weights. A weight that never changes is its own average exactly.
 */
export function createAverage(decay: number, weights: Floats, memory: Memory): Average {
  const a = memory.floats(weights.length);
  a.set(weights);
  function update(step: number): void {
    const share = 1 - Math.min(decay, (1 + step) / (10 + step));
    for (let i = 0; i < a.length; i++) a[i]! += share * (weights[i]! - a[i]!);
  }
  return { weights: a, update };
}
