import type { ModelConfig } from '../../core/snapshot.js';
import { createBatch } from '../../data/batch.js';
import type { Kernels } from '../../kernels/kernels.js';
import type { Memory } from '../../core/memory.js';
import { createOptimizer } from '../../optim/index.js';
import { createEngine, type EngineFactory } from '../engine.js';
import type { TrainOptions } from '../options.js';
import { costOf } from './cost.js';

/** What steps are taken with. Their arrays stay in `memory`: it should not be that of the run. */
export interface MeasureSetup {
  readonly kernels: Kernels;
  readonly memory: Memory;
  readonly createEngine?: EngineFactory;
}

/** The first steps compile and allocate; they do not count. */
const FIRST = 2;

/**
 * The speed of training here, in the units of cost.ts per second: real steps of a network on arbitrary symbols, for so
 * many seconds and at least one. The median of the steps, since another program may take the processor meanwhile.
 */
export async function measureSpeed(
  options: Pick<TrainOptions, 'model' | 'optimizer' | 'seq' | 'batch'>,
  vocabulary: number,
  seconds: number,
  { kernels, memory, createEngine: create = createEngine }: MeasureSetup,
): Promise<number> {
  const { seq: T, batch: B } = options;
  const config: ModelConfig = { ...options.model, vocabulary };
  const engine = await create(config, { kernels, memory, T, B });
  try {
    const { params } = engine;
    params.weights.forEach((_, i) => (params.weights[i] = Math.sin(i) * 0.05));
    const optimizer = createOptimizer(options.optimizer, { params, kernels, memory });
    const batch = createBatch(memory, T, B);
    for (let i = 0; i < T * B; i++) [batch.x[i], batch.y[i], batch.mask[i]] = [i % vocabulary, 0, 1];
    batch.T = T;
    engine.refresh();
    const times: number[] = [];
    const end = performance.now() + seconds * 1000;
    for (let step = 1; times.length === 0 || performance.now() < end; step++) {
      const start = performance.now();
      engine.step(batch, 1 / (T * B), step);
      optimizer.update(step, 1e-6);
      engine.refresh();
      if (step > FIRST) times.push(performance.now() - start);
    }
    const median = times.sort((a, b) => a - b)[times.length >> 1]!;
    return (costOf(config, options) * T * B) / (median / 1000);
  } finally {
    engine.close();
  }
}
