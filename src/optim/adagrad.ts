import type { Optimizer, OptimizerOptions, OptimizerSetup } from './optimizer.js';

/**
 * Adagrad (Duchi, Hazan & Singer 2011), with ε inside the root as in min-char-rnn:
 *
 *     m ← m + g²        w ← w − lr · g / √(m + ε)
 */
export function adagrad(
  { epsilon }: OptimizerOptions,
  { params, kernels, memory }: OptimizerSetup,
): Optimizer {
  const { weights, gradients } = params;
  const m = memory.floats(weights.length);
  return {
    moments: { m },
    update: (_step, lr) => kernels.adagrad(weights.length, weights, gradients, m, lr, epsilon),
  };
}
