import { createRng, type Rng } from '../../../core/rng.js';
import type { ModelConfig } from '../../../core/snapshot.js';
import type { Batch } from '../../../data/batch.js';
import type { Backend } from '../../../kernels/index.js';
import type { World } from '../lesson.js';
import { createLearner, plain } from '../learner.js';
import { LETTERS, WINDOWS, type TruncationFrame, type TruncationSettings } from './frame.js';

/** Rows of a batch, and steps of each training, whatever its window. */
const [B, STEPS] = [16, 2500];
/** Characters of each row that it is tested on. */
const TESTED = 768;
const RATE = 0.01;
const DOT = LETTERS;

const config: ModelConfig = { ...plain, cell: 'lstm', hidden: 16, vocabulary: LETTERS + 1 };

/** A network for each window, all on the same text: a letter, dots, the letter again, then the next one. */
export function* compareWindows(
  settings: TruncationSettings,
  { backend }: World,
): Generator<TruncationFrame> {
  const points: TruncationFrame['points'][number][] = [];
  for (const window of WINDOWS) {
    points.push({ window, ...learnWithin(window, settings, backend) });
    yield { points: [...points] };
  }
}

function learnWithin(
  T: number,
  { distance, carried, seed, work }: TruncationSettings,
  backend: Backend,
): { accuracy: number; loss: number } {
  const learner = createLearner(config, backend, { T, B, seed });
  const { batch, engine } = learner;
  const text = rowsOf(distance, createRng(seed));
  for (let step = 0; step < work * STEPS; step++) {
    fill(batch, text, step * T, () => 1);
    if (!carried) for (const state of Object.values(engine.state)) state.fill(0);
    learner.step(RATE);
  }
  const test = rowsOf(distance, createRng(seed + 1000));
  const sum = { nats: 0, hits: 0, count: 0 };
  for (let from = 0; from < TESTED; from += T) {
    fill(batch, test, from, (row, at) => Number(test.isAnswer(row, at)));
    const { nats, tally } = engine.evaluate(batch, from === 0);
    sum.nats += nats;
    sum.hits += tally[0];
    sum.count += batch.count;
  }
  return { accuracy: sum.hits / sum.count, loss: sum.nats / sum.count };
}

/** B endless rows. */
interface Rows {
  symbol(row: number, at: number): number;
  /** Whether the symbol there repeats the letter `distance` before it. */
  isAnswer(row: number, at: number): boolean;
}

/** Each row begins at another place of its block, so that windows are cut everywhere. */
export function rowsOf(distance: number, rng: Rng): Rows {
  const block = distance + 1;
  const starts = Array.from({ length: B }, () => Math.floor(rng.uniform() * block));
  const letters = starts.map((): number[] => []);
  function letter(row: number, index: number): number {
    const known = letters[row]!;
    while (known.length <= index) known.push(Math.floor(rng.uniform() * LETTERS));
    return known[index]!;
  }
  return {
    symbol(row, at) {
      const place = at + starts[row]!;
      const within = place % block;
      return within === 0 || within === distance ? letter(row, Math.floor(place / block)) : DOT;
    },
    isAnswer: (row, at) => at >= block && (at + starts[row]!) % block === distance,
  };
}

/** The window from `from` on; `mask` says which predictions count. */
function fill(batch: Batch, { symbol }: Rows, from: number, mask: (row: number, at: number) => number): void {
  const { x, y } = batch;
  batch.T = x.length / B;
  batch.count = 0;
  for (let t = 0; t < batch.T; t++)
    for (let b = 0; b < B; b++) {
      const i = t * B + b;
      x[i] = symbol(b, from + t);
      y[i] = symbol(b, from + t + 1);
      batch.mask[i] = mask(b, from + t + 1);
      batch.count += batch.mask[i]!;
    }
}
