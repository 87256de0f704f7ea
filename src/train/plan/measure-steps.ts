import type { Memory } from '../../core/memory.js';
import type { ModelConfig } from '../../core/snapshot.js';
import { createBatch } from '../../data/batch.js';
import type { TrainData } from '../../data/train-data.js';
import type { Kernels } from '../../kernels/kernels.js';
import { createOptimizer } from '../../optim/index.js';
import { createEngine, zero, type EngineFactory } from '../engine.js';
import type { TrainOptions } from '../options.js';

/** What steps are taken with. Their arrays stay in `memory`: it should not be that of the run. */
export interface MeasureSetup {
  readonly seconds: number;
  readonly kernels: Kernels;
  readonly memory: Memory;
  readonly createEngine?: EngineFactory;
}

/** The first steps compile and allocate; they do not count. */
const FIRST = 2;

/**
 * Training steps per second here: real steps of a network on windows of its data, for so many seconds and at least one.
 */
export async function measureSteps(
  { optimizer, freeze }: Pick<TrainOptions, 'optimizer' | 'freeze'>,
  config: ModelConfig,
  data: TrainData,
  { seconds, kernels, memory, createEngine: create = createEngine }: MeasureSetup,
): Promise<number> {
  const { T, B, parts, train } = data;
  const indexed = data.indexed && { ...data.indexed, frozen: freeze === 'cnn' };
  const engine = await create(config, { kernels, memory, T, B, indexed, batchParts: parts });
  try {
    const { params } = engine;
    params.weights.forEach((_, i) => (params.weights[i] = Math.sin(i) * 0.05));
    const { update } = createOptimizer(optimizer, { params, kernels, memory });
    const batch = createBatch(memory, T, B, parts);
    engine.refresh();
    let start = performance.now();
    for (let step = 1; ; step++) {
      if (!train.continuous) zero(engine.state);
      train.fill((step - 1) % train.windows, batch, 0);
      engine.step(batch, 1 / Math.max(1, batch.count), step);
      update(step, 1e-6);
      engine.refresh();
      const elapsed = (performance.now() - start) / 1000;
      if (step > FIRST && elapsed >= seconds) return (step - FIRST) / elapsed;
      if (step === FIRST) start = performance.now();
    }
  } finally {
    engine.close();
  }
}
