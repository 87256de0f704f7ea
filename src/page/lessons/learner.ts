import type { ModelConfig } from '../../core/snapshot.js';
import { createRng } from '../../core/rng.js';
import { createBatch, type Batch } from '../../data/batch.js';
import type { Backend } from '../../kernels/index.js';
import { initialize, type Initialization } from '../../model/initialize.js';
import { clip } from '../../optim/clip.js';
import { createOptimizer } from '../../optim/index.js';
import type { OptimizerOptions } from '../../optim/optimizer.js';
import { createEngine, type Engine } from '../../train/engine.js';

/** A small network that a lesson trains step by step, by the core: engine, optimizer and clipping of every training. */
export interface Learner {
  readonly engine: Engine;
  /** Fill x, y, mask, and `T`, then take a step. */
  readonly batch: Batch;
  /** One step on the batch, from the state that is there; returns the mean loss, and the norm before clipping. */
  step(rate: number): { readonly loss: number; readonly norm: number };
}

export interface LearnerOptions {
  readonly T: number;
  readonly B: number;
  readonly seed: number;
  /** 0: no clipping. */
  readonly clipNorm?: number;
  readonly optimizer?: OptimizerOptions['name'];
  /** Called between the gradients and the update. */
  readonly adjust?: () => void;
}

/** As the default preset begins. */
const uniform: Initialization = { distribution: 'uniform', scale: null, zeroBiases: false, forgetBias: 1 };

export function createLearner(config: ModelConfig, backend: Backend, options: LearnerOptions): Learner {
  const { kernels, memory } = backend;
  const { T, B, seed, clipNorm = 5, optimizer: name = 'adam', adjust } = options;
  const engine = createEngine(config, { kernels, memory, T, B });
  const { params } = engine;
  initialize(params, config, uniform, createRng(seed));
  engine.refresh();
  const how = { name, momentum: 0, rho: 0.95, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
  const optimizer = createOptimizer(how, { params, kernels, memory });
  const batch = createBatch(memory, T, B);
  let steps = 0;

  function step(rate: number): { loss: number; norm: number } {
    const loss = engine.step(batch, 1 / batch.count) / batch.count;
    adjust?.();
    const norm = Math.sqrt(kernels.sumSquares(params.gradients.length, params.gradients));
    clip(params.gradients, norm, { clipNorm, clipValue: 0 }, kernels);
    optimizer.update((steps += 1), rate);
    engine.refresh();
    return { loss, norm };
  }
  return { engine, batch, step };
}

/** What a lesson's network is, where it does not say otherwise. */
export const plain = {
  layers: 1,
  embedding: 0,
  dropout: 0,
  recurrentBias: true,
} as const satisfies Partial<ModelConfig>;
