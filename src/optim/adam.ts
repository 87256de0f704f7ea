import type { Optimizer, OptimizerOptions, OptimizerSetup } from './optimizer.js';

/**
 * Adam (Kingma & Ba 2015). At step t = 1, 2, ...
 *
 *     m ← β1 m + (1 − β1) g        m̂ = m / (1 − β1ᵗ)
 *     v ← β2 v + (1 − β2) g²       v̂ = v / (1 − β2ᵗ)
 *     w ← w − lr · m̂ / (√v̂ + ε)
 *
 * The two corrections are taken out of the loop: with stepSize = lr / (1 − β1ᵗ) and correction = 1 / √(1 − β2ᵗ), the last
 * line is w ← w − stepSize · m / (√v · correction + ε).
 */
export function adam(options: OptimizerOptions, { params, kernels, memory }: OptimizerSetup): Optimizer {
  const { beta1, beta2, epsilon } = options;
  const { weights, gradients } = params;
  const n = weights.length;
  const m = memory.floats(n);
  const v = memory.floats(n);
  function update(step: number, lr: number): void {
    const stepSize = lr / (1 - beta1 ** step);
    const correction = 1 / Math.sqrt(1 - beta2 ** step);
    kernels.adam(n, weights, gradients, m, v, stepSize, correction, beta1, beta2, epsilon);
  }
  return { moments: { m, v }, update };
}
