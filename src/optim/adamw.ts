import { adam } from './adam.js';
import type { Optimizer, OptimizerOptions, OptimizerSetup } from './optimizer.js';

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter 2019), as torch.optim.AdamW: before Adam's step,
 *
 *     W ← (1 − lr · λ) W        λ = weightDecay
 *
 * for matrices only. Biases are not decayed, and neither is a frozen part of the network.
 */
export function adamw(options: OptimizerOptions, setup: OptimizerSetup): Optimizer {
  const { params, kernels, frozen } = setup;
  const { moments, update } = adam(options, setup);
  const matrices = [...params.table.values()]
    .filter(({ name, shape }) => shape.length > 1 && !(frozen && name.startsWith(`${frozen}.`)))
    .map(({ offset, length }) => params.weights.subarray(offset, offset + length));
  return {
    moments,
    update(step, lr) {
      const kept = 1 - lr * options.weightDecay;
      for (const W of matrices) kernels.scale(W.length, kept, W);
      update(step, lr);
    },
  };
}
