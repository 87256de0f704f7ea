import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import type { Optimizer, OptimizerOptions, OptimizerSetup } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

const optimizers = { sgd, adagrad, rmsprop, adam, adamw };

/** The optimizer of that name, with moments of zero. */
export function createOptimizer(options: OptimizerOptions, setup: OptimizerSetup): Optimizer {
  return optimizers[options.name](options, setup);
}
