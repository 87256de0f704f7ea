import { cellNames } from '../../layers/cells.js';
import { presets } from '../../train/presets.js';
import { command, type FlagTable, type Values } from './flag.js';
import { commonFlags } from './common.js';
import { choice, either, integer, number, path, text, toggle } from './parsers.js';

const usual = presets.default;

/** A flag that is not given leaves what the preset says; help shows what the default one says. */
const flags = {
  cell: {
    group: 'model',
    help: 'recurrent cell',
    parser: choice(...cellNames()),
    shows: String(usual.model.cell),
  },
  hidden: {
    group: 'model',
    help: 'units of a layer',
    parser: integer(1, 16384),
    shows: String(usual.model.hidden),
  },
  layers: {
    group: 'model',
    help: 'recurrent layers',
    parser: integer(1, 32),
    shows: String(usual.model.layers),
  },
  embedding: {
    group: 'model',
    help: 'size of a learned vector per character; 0 feeds characters as one-hot vectors',
    parser: integer(0, 16384),
    shows: String(usual.model.embedding),
  },
  dropout: {
    group: 'model',
    help: 'share of values dropped between layers while training',
    parser: number({ least: 0, below: 1 }),
    shows: String(usual.model.dropout),
  },

  tokens: { group: 'data', help: 'what a symbol is', parser: choice('chars', 'bytes'), shows: 'chars' },
  encoding: {
    group: 'data',
    help: 'how the text is encoded',
    parser: choice('utf8', 'latin1', 'utf16le'),
    fallback: 'utf8',
  },
  include: {
    group: 'data',
    help: "which files of a directory to read, as in '*.ts'",
    parser: text('GLOB'),
    repeatable: true,
  },
  minCount: {
    group: 'data',
    help: 'characters rarer than this become U+FFFD',
    parser: integer(1),
    fallback: 1,
  },
  val: {
    group: 'data',
    help: 'share of the text held out for validation',
    parser: number({ least: 0, below: 1 }),
    shows: String(usual.split.validation),
  },
  test: {
    group: 'data',
    help: 'share of the text held out for the final test',
    parser: number({ least: 0, below: 1 }),
    shows: String(usual.split.test),
  },
  split: {
    group: 'data',
    help: 'hold out the end of the text, or the tail of each of the --batch streams as char-rnn did',
    parser: choice('contiguous', 'streams'),
    shows: String(usual.split.layout),
  },

  preset: {
    group: 'optimization',
    help: 'settings to start from; every other flag overrides them',
    parser: choice('default', 'min-char-rnn', 'char-rnn', 'torch-rnn', 'karpathy-2015'),
    fallback: 'default',
  },
  optimizer: {
    group: 'optimization',
    help: 'how gradients become steps',
    parser: choice('sgd', 'adagrad', 'rmsprop', 'adam'),
    shows: String(usual.optimizer.name),
  },
  lr: {
    group: 'optimization',
    help: 'learning rate before any schedule',
    parser: number({ above: 0 }),
    shows: String(usual.lr),
  },
  schedule: {
    group: 'optimization',
    help: 'how the learning rate changes',
    parser: choice('constant', 'exponential', 'step', 'cosine', 'plateau'),
    shows: String(usual.schedule.name),
  },
  decay: {
    group: 'optimization',
    help: 'factor of the schedules exponential, step and plateau',
    shows: String(usual.schedule.decay),
    parser: number({ above: 0, most: 1 }),
  },
  decayAfter: {
    group: 'optimization',
    help: 'epochs before exponential decay, between two steps, or evaluations a plateau waits',
    parser: integer(1, 1e9),
    shows: String(usual.schedule.decayAfter),
  },
  warmup: {
    group: 'optimization',
    help: 'steps over which the learning rate rises from 0',
    parser: integer(0, 1e9),
    shows: String(usual.schedule.warmup),
  },
  clipNorm: {
    group: 'optimization',
    help: 'scale the gradient down to this norm; 0: off',
    parser: number({ least: 0 }),
    shows: String(usual.clipNorm),
  },
  clipValue: {
    group: 'optimization',
    help: 'clamp each element of the gradient to this; 0: off',
    parser: number({ least: 0 }),
    shows: String(usual.clipValue),
  },
  reduction: {
    group: 'optimization',
    help: 'average the loss over a window, or sum it over time',
    parser: choice('mean', 'sum'),
    shows: String(usual.reduction),
  },
  seq: {
    group: 'optimization',
    help: 'characters of a window (truncated BPTT)',
    parser: integer(1, 65536),
    shows: String(usual.seq),
  },
  batch: {
    group: 'optimization',
    help: 'streams trained side by side',
    parser: integer(1, 65536),
    shows: String(usual.batch),
  },
  epochs: {
    group: 'optimization',
    help: 'stop after so many passes over the text',
    parser: integer(1, 1e9),
    shows: String(usual.epochs),
  },
  steps: {
    group: 'optimization',
    help: 'stop after so many steps; 0 writes the untrained model',
    parser: integer(0),
    shows: 'no limit',
  },
  minutes: {
    group: 'optimization',
    help: 'stop after so many minutes',
    parser: number({ above: 0 }),
    shows: 'no limit',
  },
  patience: {
    group: 'optimization',
    help: 'stop after so many evaluations without a better validation loss',
    parser: integer(1, 1e9),
    shows: String(usual.patience ?? 'never'),
  },
  seed: {
    group: 'optimization',
    help: 'seed of all randomness',
    parser: integer(0, 2 ** 32 - 1),
    shows: String(usual.seed),
  },

  out: { group: 'run', help: 'directory of the run', parser: path('DIR'), shows: 'runs/<corpus name>' },
  resume: {
    group: 'run',
    help: 'go on exactly where the run in this directory stopped',
    parser: path('DIR'),
    conflicts: ['out', 'initFrom', 'preset'],
  },
  initFrom: {
    group: 'run',
    help: 'take the weights of another model, characters matched by symbol',
    parser: path('MODEL'),
  },
  evalEvery: {
    group: 'run',
    help: 'steps between two evaluations',
    parser: integer(1),
    shows: 'about every epoch',
  },
  saveEvery: {
    group: 'run',
    help: 'steps between two checkpoints',
    parser: integer(1),
    shows: 'about every epoch',
  },
  keep: { group: 'run', help: 'step checkpoints to keep', parser: integer(1, 1e6), fallback: 3 },
  sampleEvery: { group: 'run', help: 'steps between two samples', parser: integer(1), shows: 'never' },
  backend: {
    group: 'run',
    help: 'which kernels compute',
    parser: choice('auto', 'js', 'wasm', 'blas'),
    fallback: 'auto',
  },
  threads: {
    group: 'run',
    help: 'threads that share a batch',
    parser: either(choice('auto'), integer(1, 256)),
    fallback: 'auto',
  },

  json: { group: 'output', help: 'one event a line on stdout', parser: toggle },
  log: { group: 'output', help: 'where the losses go as CSV', parser: path(), shows: 'OUT/log.csv' },
  tensorboard: {
    group: 'output',
    help: 'write an event file for TensorBoard beside the log',
    parser: toggle,
  },
  quiet: { group: 'output', help: 'say nothing but errors', parser: toggle },
  ...commonFlags,
} as const satisfies FlagTable;

export type TrainValues = Values<typeof flags>;

export const trainCommand = command({
  name: 'train',
  usage: '<corpus..>',
  arity: [0, Infinity],
  summary: 'Train a network on text.',
  details:
    'A corpus is files, directories (see --include), .gz files, or - for standard input. With --resume it may be left out.',
  flags,
  examples: [
    'char-rnn train corpora/hello.txt --hidden 32 --layers 1 --steps 500',
    'char-rnn train notes/ --include "*.md" --layers 3 --minutes 10 --out runs/notes',
  ],
});
