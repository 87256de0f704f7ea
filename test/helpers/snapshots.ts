import type { ModelConfig, Snapshot, Tensor } from '../../src/core/snapshot.js';
import { createRng } from '../../src/core/rng.js';
import { modelShapes } from '../../src/model/shapes.js';

const SYMBOLS: readonly string[] = ['a', 'é', '\n', '𝄞', '"'];

/** A snapshot of a small network with random weights, as a trainer would save it; `hidden` sets its size. */
export function smallSnapshot({
  hidden = 3,
  seed = 1,
  cell = 'gru' as ModelConfig['cell'],
  symbols = SYMBOLS,
} = {}): Snapshot {
  const rng = createRng(seed);
  const random = (shape: readonly number[]): Tensor => {
    const length = shape.reduce((product, n) => product * n, 1);
    return { shape, data: Float32Array.from({ length }, () => rng.uniform() - 0.5) };
  };
  const model: ModelConfig = {
    cell,
    hidden,
    layers: 1,
    embedding: 0,
    dropout: 0,
    recurrentBias: true,
    vocabulary: symbols.length,
  };
  const weights = new Map(modelShapes(model).map(({ name, shape }) => [name, random(shape)]));
  let total = 0;
  for (const { data } of weights.values()) total += data.length;
  return {
    model,
    vocabulary: { tokens: 'chars', symbols },
    weights,
    training: {
      options: { seed, lr: 0.002, name: 'naïve' },
      environment: { backend: 'js', threads: 1 },
      progress: { step: 7, epoch: 0, rng: [1, -2, 3, -4], best: 1.25, smoothLoss: Math.PI },
      tensors: new Map([
        ['optimizer.m', random([total])],
        ['state.h_l0', random([2, hidden])],
      ]),
    },
  };
}

/** The same without the state of training. */
export function untrainedSnapshot(shape: Parameters<typeof smallSnapshot>[0] = {}): Snapshot {
  const { training: _, ...snapshot } = smallSnapshot(shape);
  return snapshot;
}
