import type { ModelConfig, Snapshot, TaskData, Tensor } from '../../src/core/snapshot.js';
import { createRng } from '../../src/core/rng.js';
import { modelShapes } from '../../src/model/shapes.js';
import { createTask } from '../../src/tasks/index.js';

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

const classify: TaskData = {
  name: 'classify',
  from: ['name'],
  to: 'country',
  toTokens: 'chars',
  scaling: null,
  delay: 0,
  reverse: false,
  source: ['a', 'é', '𝄞'],
  target: ['Chile', 'Peru'],
};

/** Every task on the rows of a table, small. */
export const smallTasks: Readonly<Record<string, TaskData>> = {
  classify,
  tag: { ...classify, name: 'tag', delay: 3 },
  'generate from a label': { ...classify, name: 'generate', source: ['x'], target: ['a', 'b'] },
  'generate from numbers': {
    ...classify,
    name: 'generate',
    from: ['r', 'g'],
    source: [],
    target: ['a', 'b'],
    scaling: { mean: [0.5, 2], deviation: [1, 0.25] },
  },
  translate: { ...classify, name: 'translate', reverse: true, toTokens: 'words', target: ['AH', 'B'] },
};

/** A snapshot of a small network that learned a task, with random weights. */
export function taskSnapshot(
  task: TaskData,
  { cell = 'lstm', hidden = 3, embedding = 2, recurrentBias = true } = {},
): Snapshot {
  const model: ModelConfig = {
    cell,
    hidden,
    layers: 2,
    embedding,
    dropout: 0,
    recurrentBias,
    ...createTask(task).model,
  };
  const rng = createRng(1);
  const random = (shape: readonly number[]): Tensor => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => rng.normal()),
  });
  const weights = new Map(modelShapes(model).map(({ name, shape }) => [name, random(shape)]));
  const vocabulary = { tokens: 'chars', symbols: [...classify.source] } as const;
  return { model, vocabulary, task, weights };
}
