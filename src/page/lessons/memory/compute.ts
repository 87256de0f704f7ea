import { createRng, type Rng } from '../../../core/rng.js';
import { clip } from '../../../optim/clip.js';
import { createOptimizer } from '../../../optim/index.js';
import type { World } from '../lesson.js';
import { createFeedback, type Row } from './feedback.js';
import { DELAYS, LETTERS, type MemoryFrame, type MemoryOf, type MemorySettings } from './frame.js';

const [HIDDEN, ROWS, STEPS] = [12, 16, 500];
const TESTED = 200;
const RATE = 0.01;
const [DOT, QUESTION] = [LETTERS, LETTERS + 1];

/** Both networks, for one delay after the other. */
export function* compareFeedback(settings: MemorySettings, world: World): Generator<MemoryFrame> {
  const networks = (['hidden state', 'output'] as const).map((from) => ({
    from,
    accuracy: [] as [number, number][],
  }));
  for (const delay of DELAYS)
    for (const { from, accuracy } of networks) {
      accuracy.push([delay, recallAfter(delay, from, settings, world)]);
      yield { networks: networks.map((network) => ({ ...network, accuracy: [...network.accuracy] })) };
    }
}

function recallAfter(
  delay: number,
  from: MemoryOf['from'],
  { k, seed, work }: MemorySettings,
  { backend: { kernels, memory } }: World,
): number {
  const network = createFeedback(memory, { V: LETTERS + 2, H: HIDDEN, k, from });
  const { params } = network;
  const rng = createRng(seed);
  const limit = 1 / Math.sqrt(HIDDEN);
  for (let i = 0; i < params.weights.length; i++) params.weights[i] = (2 * rng.uniform() - 1) * limit * 2;
  const how = { momentum: 0, rho: 0.95, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
  const optimizer = createOptimizer({ ...how, name: 'adam' }, { params, kernels, memory });
  for (let step = 1; step <= work * STEPS; step++) {
    network.learn(rowsOf(ROWS, delay, rng));
    const norm = Math.sqrt(kernels.sumSquares(params.gradients.length, params.gradients));
    clip(params.gradients, norm, { clipNorm: 1, clipValue: 0 }, kernels);
    optimizer.update(step, RATE);
  }
  return network.recall(rowsOf(TESTED, delay, rng));
}

/** A letter, dots, and a question mark; the next symbol is to be predicted everywhere, after the question the letter. */
function rowsOf(count: number, delay: number, rng: Rng): Row[] {
  return Array.from({ length: count }, () => {
    const letter = Math.floor(rng.uniform() * LETTERS);
    const symbols = [letter, ...Array<number>(delay - 1).fill(DOT), QUESTION];
    return { symbols, targets: [...symbols.slice(1), letter] };
  });
}
