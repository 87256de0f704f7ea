import type { Optimizer, OptimizerOptions, OptimizerSetup } from './optimizer.js';

/**
 * RMSProp (Tieleman & Hinton 2012), with ε outside the root as in Torch's optim:
 *
 *     m ← ρ m + (1 − ρ) g²        w ← w − lr · g / (√m + ε)
 */
export function rmsprop(
  { rho, epsilon }: OptimizerOptions,
  { params, kernels, memory }: OptimizerSetup,
): Optimizer {
  const { weights, gradients } = params;
  const m = memory.floats(weights.length);
  return {
    moments: { m },
    update: (_step, lr) => kernels.rmsprop(weights.length, weights, gradients, m, lr, rho, epsilon),
  };
}
