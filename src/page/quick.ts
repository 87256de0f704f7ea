import type { TrainOptions } from '../train/options.js';
import { presets } from '../train/presets.js';

/**
 * The page's own preset: one layer and short windows, so that the first words appear within seconds. It has no limit.
 */
export const quick: TrainOptions = {
  ...presets.default,
  model: { ...presets.default.model, layers: 1 },
  lr: 5e-3,
  seq: 32,
  batch: 16,
  epochs: null,
};
