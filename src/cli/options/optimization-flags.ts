import { defaultPreset, presets, rateOf } from '../../app/choices.js';
import type { FlagTable } from './flag.js';
import { choice, integer, number } from './parsers.js';
import { usual, usualOfSchedules } from './usual.js';

/** The rate of another optimizer than the default one. */
const rate = (optimizer: Parameters<typeof rateOf>[1]) => rateOf(presets.default, optimizer);

/** `train`: how the network is trained, and when training ends. */
export const optimizationFlags = {
  preset: {
    group: 'optimization',
    help: 'base settings; other flags override them',
    parser: choice('default', 'min-char-rnn', 'char-rnn', 'torch-rnn', 'karpathy-2015'),
    shows: 'default',
  },
  optimizer: {
    group: 'optimization',
    help: 'optimizer',
    parser: choice('sgd', 'adagrad', 'rmsprop', 'adam', 'adamw'),
    shows: usual(({ optimizer }) => optimizer.name),
    synonyms: ['optim'],
  },
  lr: {
    group: 'optimization',
    help:
      `learning rate before any schedule; ${defaultPreset('rnn').lr} for texts with --cell rnn; with another ` +
      `--optimizer than the default ${rate('sgd')} (sgd, adagrad) or ${rate('adam')}`,
    parser: number({ above: 0 }),
    shows: usual(({ lr }) => lr),
    resumable: true,
    synonyms: ['learning-rate', 'rate', 'step-size'],
  },
  schedule: {
    group: 'optimization',
    help: 'learning-rate schedule',
    parser: choice('constant', 'exponential', 'step', 'cosine', 'plateau'),
    shows: usual(({ schedule }) => schedule.name),
  },
  decay: {
    group: 'optimization',
    help: 'decay factor of the exponential, step and plateau schedules',
    shows: usualOfSchedules(({ schedule }) => schedule.decay),
    parser: number({ above: 0, most: 1 }),
    synonyms: ['learning-rate-decay', 'lr-decay', 'lr-decay-factor'],
  },
  decayAfter: {
    group: 'optimization',
    help: 'exponential: epochs before the first decay; step: epochs between decays; plateau: evaluations to wait',
    parser: integer(1, 1e9),
    shows: usualOfSchedules(({ schedule }) => schedule.decayAfter),
    synonyms: ['learning-rate-decay-after', 'lr-decay-every'],
  },
  warmup: {
    group: 'optimization',
    help: 'steps of linear warm-up from 0',
    parser: integer(0, 1e9),
    shows: usual(({ schedule }) => schedule.warmup),
  },
  weightDecay: {
    group: 'optimization',
    help: 'adamw: decay of the matrices at every step, in units of the learning rate',
    parser: number({ least: 0, most: 1 }),
    shows: '0.01',
  },
  ema: {
    group: 'optimization',
    help: 'evaluate and save a moving average of the weights with this decay, e.g. 0.999; 0 = off',
    parser: number({ least: 0, below: 1 }),
    shows: '0',
    synonyms: ['ema-decay', 'polyak', 'average'],
  },
  clipNorm: {
    group: 'optimization',
    help: 'rescale the gradient to this global norm when it exceeds it; 0 = off',
    parser: number({ least: 0 }),
    shows: usual(({ clipNorm }) => clipNorm),
    resumable: true,
    synonyms: ['grad-clip', 'clip', 'max-norm', 'max-grad-norm'],
  },
  clipValue: {
    group: 'optimization',
    help: 'clamp each element of the gradient to this magnitude; 0 = off',
    parser: number({ least: 0 }),
    shows: usual(({ clipValue }) => clipValue),
    resumable: true,
  },
  reduction: {
    group: 'optimization',
    help: 'loss of a window: mean over time, or sum over time',
    parser: choice('mean', 'sum'),
    shows: usual(({ reduction }) => reduction),
  },
  seq: {
    group: 'optimization',
    help: 'window length in characters (truncated BPTT)',
    parser: integer(1, 65536),
    shows: usual(({ seq }) => seq),
    applies: ['text', 'forecast'],
    synonyms: ['seq-length', 'seq-len', 'sequence-length', 'bptt', 'block-size'],
  },
  batch: {
    group: 'optimization',
    help: 'batch size: rows trained in parallel, each a stretch of the text, a row of a table or a clip',
    parser: integer(1, 65536),
    shows: usual(({ batch }) => batch),
    synonyms: ['batch-size'],
  },
  epochs: {
    group: 'optimization',
    help: 'stop after this many epochs',
    parser: integer(1, 1e9),
    shows: usual(({ epochs }) => epochs),
    resumable: true,
    synonyms: ['max-epochs', 'num-epochs'],
  },
  steps: {
    group: 'optimization',
    help: 'stop after this many steps; 0 = write the untrained model',
    parser: integer(0),
    shows: 'no limit',
    resumable: true,
    synonyms: ['max-iters', 'iterations', 'iters', 'max-steps'],
  },
  minutes: {
    group: 'optimization',
    help: 'plan the training so that it ends after this many minutes; with --preset, --steps, --resume, a task or clips: stop after them',
    parser: number({ above: 0 }),
    shows: 'no limit',
    resumable: true,
  },
  patience: {
    group: 'optimization',
    help: 'stop after this many evaluations without a lower validation loss or, for a task, a better metric',
    parser: integer(1, 1e9),
    shows: usual(({ patience }) => patience),
    resumable: true,
  },
  seed: {
    group: 'optimization',
    help: 'random seed',
    parser: integer(0, 2 ** 32 - 1),
    shows: usual(({ seed }) => seed),
  },
} as const satisfies FlagTable;
