import type { TrainOptions } from '../train/options.js';
import { presets } from '../train/presets.js';

/**
 * The page's own preset: one layer and short windows, so that the first words appear within seconds. It has no limit,
 * and its rate is for texts of a few pages, whose epochs are short.
 */
export const quick: TrainOptions = {
  ...presets.default,
  model: { ...presets.default.model, layers: 1 },
  lr: 5e-3,
  schedule: { name: 'exponential', decay: 0.85, decayAfter: 2, warmup: 0 },
  seq: 32,
  batch: 16,
  epochs: null,
};
