import { cellNames } from '../../src/layers/cells.js';
import type { TrainOptions } from '../../src/train/options.js';
import { presets } from '../../src/train/presets.js';

/** A text that takes a few dozen steps to read. */
export const text = 'the cat sat on the mat; "the dog" lay (still) by the door.\n'.repeat(20);

const cells = cellNames();
const optimizers = ['sgd', 'adagrad', 'rmsprop', 'adam'] as const;
const schedules = ['plateau', 'cosine', 'exponential', 'step', 'constant'] as const;

/** How many different recipes there are. */
export const RECIPES = cells.length * optimizers.length;

/** A small training with everything in it that has a memory of its own: cell × optimizer, with a schedule each. */
export function recipe(index: number): TrainOptions {
  const cell = cells[index % cells.length]!;
  const name = optimizers[Math.floor(index / cells.length) % optimizers.length]!;
  const schedule = schedules[index % schedules.length]!;
  const base = presets.default;
  return {
    ...base,
    model: { ...base.model, cell, hidden: 6, layers: 2, dropout: 0.2, embedding: index % 2 ? 5 : 0 },
    optimizer: { ...base.optimizer, name, momentum: 0.5 },
    // a plateau comes for certain only where the steps are too large
    lr: schedule === 'plateau' ? 0.5 : 0.05,
    schedule: { name: schedule, decay: 0.7, decayAfter: 1, warmup: 0 },
    seq: 6,
    batch: 3,
    epochs: null,
    steps: 40,
    seed: index + 1,
    split: { validation: 0.1, test: 0, layout: 'contiguous' },
    evalEvery: 3,
    saveEvery: 4,
  };
}
