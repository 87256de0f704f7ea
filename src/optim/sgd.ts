import type { Optimizer, OptimizerOptions, OptimizerSetup } from './optimizer.js';

/**
 * Stochastic gradient descent with momentum (Polyak 1964; in the form of torch.optim.SGD):
 *
 *     v ← μ v + g        w ← w − lr · v
 */
export function sgd({ momentum }: OptimizerOptions, { params, kernels, memory }: OptimizerSetup): Optimizer {
  const { weights, gradients } = params;
  const v = memory.floats(weights.length);
  return {
    moments: { v },
    update: (_step, lr) => kernels.sgd(weights.length, weights, gradients, v, lr, momentum),
  };
}
