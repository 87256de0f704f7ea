import type { ImageConfig } from '../core/snapshot.js';
import type { TrainOptions } from './options.js';

/** Named whole settings. Every field can still be overridden. */
export type PresetName = 'default' | 'min-char-rnn' | 'char-rnn' | 'torch-rnn' | 'karpathy-2015';

/** What the presets share. */
const common = {
  freeze: null,
  ema: 0,
  epochs: 50,
  steps: null,
  minutes: null,
  patience: null,
  seed: 1,
  evalEvery: null,
  saveEvery: null,
  sampleEvery: null,
  milestones: false,
  counts: false,
} as const;

const lstm2x128 = {
  cell: 'lstm',
  hidden: 128,
  layers: 2,
  embedding: 0,
  dropout: 0,
  recurrentBias: true,
} as const;
const split = (validation: number, test: number) => ({ validation, test, layout: 'contiguous' }) as const;
const optimizer = (name: TrainOptions['optimizer']['name'], epsilon = 1e-8) =>
  ({ name, momentum: 0, rho: 0.95, beta1: 0.9, beta2: 0.999, epsilon, weightDecay: 0 }) as const;

/** U(±0.08) everywhere but a forget bias of 1, as in char-rnn. */
const uniform008 = { distribution: 'uniform', scale: 0.08, zeroBiases: false, forgetBias: 1 } as const;

const charRnn: TrainOptions = {
  ...common,
  model: lstm2x128,
  initialization: uniform008,
  optimizer: optimizer('rmsprop'),
  lr: 2e-3,
  schedule: { name: 'exponential', decay: 0.97, decayAfter: 10, warmup: 0 },
  clipNorm: 0,
  clipValue: 5,
  reduction: 'sum',
  seq: 50,
  batch: 50,
  split: split(0.05, 0),
};

export const presets: Readonly<Record<PresetName, TrainOptions>> = {
  /**
   * The best settings measured so far, see docs/results.md. Its schedule has no horizon, so that a run stopped and
   * resumed with other limits is still the same run.
   */
  default: {
    ...common,
    model: lstm2x128,
    initialization: { distribution: 'uniform', scale: null, zeroBiases: false, forgetBias: 1 },
    optimizer: optimizer('rmsprop'),
    lr: 1e-2,
    schedule: { name: 'exponential', decay: 0.8, decayAfter: 1, warmup: 0 },
    clipNorm: 5,
    clipValue: 0,
    reduction: 'mean',
    seq: 50,
    batch: 50,
    epochs: 20,
    split: split(0.05, 0.05),
  },

  /** karpathy's min-char-rnn.py (gist d4dee566867f8291f086, 2015). */
  'min-char-rnn': {
    ...common,
    model: { cell: 'rnn', hidden: 100, layers: 1, embedding: 0, dropout: 0, recurrentBias: false },
    initialization: { distribution: 'normal', scale: 0.01, zeroBiases: true, forgetBias: 0 },
    optimizer: optimizer('adagrad'),
    lr: 0.1,
    schedule: { name: 'constant', decay: 1, decayAfter: 1, warmup: 0 },
    clipNorm: 0,
    clipValue: 5,
    reduction: 'sum',
    seq: 25,
    batch: 1,
    epochs: null,
    split: split(0, 0),
  },

  /** karpathy/char-rnn, train.lua. */
  'char-rnn': charRnn,

  /** jcjohnson/torch-rnn, train.lua. */
  'torch-rnn': {
    ...charRnn,
    model: { ...lstm2x128, embedding: 64 },
    initialization: { distribution: 'normal', scale: null, zeroBiases: true, forgetBias: 1 },
    optimizer: optimizer('adam'),
    schedule: { name: 'step', decay: 0.5, decayAfter: 5, warmup: 0 },
    reduction: 'mean',
    split: split(0.1, 0.1),
  },

  /** Karpathy, Johnson & Fei-Fei, "Visualizing and Understanding Recurrent Networks" (2015), section 4.1. */
  'karpathy-2015': {
    ...charRnn,
    schedule: { name: 'exponential', decay: 0.95, decayAfter: 10, warmup: 0 },
    seq: 100,
    batch: 100,
    patience: 5,
    split: split(0.1, 0.1),
  },
};

/** The default preset for a cell: one without gates learns little at the rate of the others, see docs/results.md. */
export function defaultPreset(cell: string = presets.default.model.cell): TrainOptions {
  return cell === 'rnn' ? { ...presets.default, lr: 3e-3 } : presets.default;
}

/**
 * The default settings for the rows of a table, where a window is a batch of whole rows: Adam with a rate that
 * is halved when the task's metric no longer rises, and early stopping when that does not help either.
 */
export const tablePreset: TrainOptions = {
  ...presets.default,
  model: { ...presets.default.model, layers: 1 },
  optimizer: optimizer('adam'),
  lr: 5e-3,
  schedule: { name: 'plateau', decay: 0.5, decayAfter: 2, warmup: 0 },
  batch: 32,
  epochs: 50,
  patience: 6,
};

/**
 * The default settings for series: windows of 64 rows, 8 pieces of the series side by side, and early stopping as for
 * tables. Their last tenths are held out.
 */
export const seriesPreset: TrainOptions = {
  ...tablePreset,
  model: { ...tablePreset.model, hidden: 32 },
  lr: 3e-3,
  seq: 64,
  batch: 8,
  epochs: 1000,
  patience: 8,
  split: split(0.1, 0.1),
};

/** Epochs by default: for clips, and for captions, which take longer to learn. */
const [CLIP_EPOCHS, CAPTION_EPOCHS] = [12, 30];
/** Units by default: per pixel of a map, and for a whole image. */
const [MAP_UNITS, IMAGE_UNITS] = [16, 64];

/** The settings of `preset` for a network on images: Adam at a constant rate, and one recurrent layer. */
export function imagesPreset(preset: TrainOptions, images: ImageConfig): TrainOptions {
  const hidden = images.network === 'conv' ? MAP_UNITS : IMAGE_UNITS;
  return {
    ...preset,
    model: { ...preset.model, hidden, layers: 1, images },
    optimizer: { ...preset.optimizer, name: 'adam' },
    lr: 3e-3,
    schedule: { name: 'constant', ...usualSchedules.constant, warmup: 0 },
    epochs: images.network === 'captions' ? CAPTION_EPOCHS : CLIP_EPOCHS,
  };
}

/** The learning rate of a preset with another optimizer: that of the optimizer's preset or paper. */
export function rateOf(preset: TrainOptions, optimizer = preset.optimizer.name): number {
  if (optimizer === preset.optimizer.name) return preset.lr;
  return { sgd: 0.1, adagrad: 0.1, rmsprop: 2e-3, adam: 2e-3, adamw: 2e-3 }[optimizer];
}

/** The table of `--ngrams`: rows for most of the n-grams of a text of a megabyte, and their width. */
export const NGRAM_TABLE = { rows: 32_768, size: 32 } as const;

/** The parameters of a schedule that is not the preset's own: those of the program it is known from. */
export const usualSchedules = {
  constant: { decay: 1, decayAfter: 1 },
  exponential: { decay: 0.97, decayAfter: 10 },
  step: { decay: 0.5, decayAfter: 5 },
  cosine: { decay: 1, decayAfter: 1 },
  plateau: { decay: 0.5, decayAfter: 2 },
} as const;
