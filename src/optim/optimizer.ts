import type { Floats } from '../core/floats.js';
import type { Memory } from '../core/memory.js';
import type { Params } from '../core/params.js';
import type { Kernels } from '../kernels/kernels.js';

/** Updates the weights from the gradients. Its whole state is in `moments`, so that it can be saved. */
export interface Optimizer {
  /** Named flat arrays as long as the weights: `v` of momentum, `m` of adagrad, rmsprop and adam, ... */
  readonly moments: Readonly<Record<string, Floats>>;
  /** One update. `step` counts from 1; lr is the learning rate of this step. */
  update(step: number, lr: number): void;
}

export interface OptimizerOptions {
  readonly name: 'sgd' | 'adagrad' | 'rmsprop' | 'adam' | 'adamw';
  /** sgd: momentum, the factor of the last update. */
  readonly momentum: number;
  /** rmsprop: decay of the mean square. */
  readonly rho: number;
  /** adam: decay of the mean, and of the mean square. */
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** adamw: decay of the matrices at every step, in units of the learning rate. */
  readonly weightDecay: number;
}

/** What an optimizer works on. */
export interface OptimizerSetup {
  readonly params: Params;
  readonly kernels: Kernels;
  readonly memory: Memory;
  /** The parameters `<frozen>.*` are not updated; their gradients are zero. */
  readonly frozen?: string | null;
}
