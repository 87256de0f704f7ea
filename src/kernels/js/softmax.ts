import { log } from './log.js';
import type { Kernels } from '../kernels.js';

/**
 * Softmax cross-entropy and its gradient, row by row:
 *
 *     p_v = exp(l_v − max l) / Σ_w exp(l_w − max l)        (the maximum taken out, so that exp cannot overflow)
 *     nats = −log p_target = max l + log Σ_w exp(l_w − max l) − l_target
 *     ∂nats/∂l = p − onehot(target)
 *
 * `best`, if given, receives the v of the largest l, the first of equals.
 */
export const softmaxCrossEntropy: Kernels['softmaxCrossEntropy'] = (
  R,
  V,
  logits,
  targets,
  mask,
  scale,
  nats,
  best,
) => {
  let total = 0;
  for (let r = 0; r < R; r++) {
    const row = r * V;
    const target = row + targets[r]!;
    let max = -Infinity;
    let argmax = row;
    for (let at = row; at < row + V; at++) {
      if (logits[at]! > max) {
        max = logits[at]!;
        argmax = at;
      }
    }
    if (best) best[r] = argmax - row;
    const targetLogit = logits[target]! - max;
    let sum = 0;
    for (let at = row; at < row + V; at++) sum += logits[at] = Math.exp(logits[at]! - max);
    nats[r] = log(sum) - targetLogit;
    total += mask[r]! * nats[r]!;
    const factor = scale * mask[r]!;
    for (let at = row; at < row + V; at++) logits[at] = logits[at]! * (factor / sum);
    logits[target] = logits[target]! - factor;
  }
  return total;
};
