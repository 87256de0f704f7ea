import { command, type FlagTable, type Parsed, type Values } from './flag.js';
import { backendFlag, commonFlags } from './common.js';
import { imageFlags } from './image-flags.js';
import { networkFlags } from './network-flags.js';
import { taskFlags } from './task-flags.js';
import { ofTables } from './scope.js';
import { optimizationFlags } from './optimization-flags.js';
import { choice, either, integer, path, toggle } from './parsers.js';

/** A flag that is absent keeps the value of the preset; help shows the values of the default settings. */
const flags = {
  ...networkFlags,
  ...taskFlags,
  ...optimizationFlags,
  ...imageFlags,

  out: {
    group: 'run',
    help: 'run directory',
    parser: path('DIR'),
    shows: 'runs/<corpus name>',
    synonyms: ['o', 'checkpoint-dir', 'output', 'run-dir'],
  },
  plan: {
    group: 'run',
    help: 'print the command that --minutes or --epochs expands to, and exit',
    parser: toggle,
    conflicts: ['resume', 'initFrom', 'steps'],
    synonyms: ['dry-run'],
  },
  resume: {
    group: 'run',
    help: 'continue the run in this directory; resumes bit-for-bit',
    parser: path('DIR'),
    conflicts: ['out', 'initFrom', 'preset'],
    resumable: true,
  },
  initFrom: {
    group: 'run',
    help: 'initialize from the weights of another model, matching characters by symbol',
    parser: path('MODEL'),
    applies: ['text', ...ofTables, 'clips', 'captions'],
    synonyms: ['init'],
  },
  evalEvery: {
    group: 'run',
    help: 'steps between evaluations',
    parser: integer(1),
    shows: 'about every epoch',
    resumable: true,
    synonyms: ['eval-val-every', 'eval-interval'],
  },
  saveEvery: {
    group: 'run',
    help: 'steps between checkpoints',
    parser: integer(1),
    shows: 'about every epoch',
    resumable: true,
    synonyms: ['checkpoint-every', 'save-interval'],
  },
  keep: {
    group: 'run',
    help: 'number of step checkpoints to keep; log keeps those of steps 0, 1, 2, 4, 8, ... as well as the last 3',
    parser: either(choice('log'), integer(1, 1e6)),
    fallback: 3,
    resumable: true,
  },
  counts: {
    group: 'run',
    help: 'count the n-grams of the training text when training ends; eval and sample mix them with the network',
    parser: toggle,
    applies: ['text'],
    resumable: true,
    synonyms: ['ngram'],
  },
  sampleEvery: {
    group: 'run',
    help: 'steps between samples shown during training',
    applies: ['text'],
    parser: integer(1),
    shows: 'never',
    resumable: true,
    synonyms: ['print-every', 'sample-interval'],
  },
  ...backendFlag('run'),
  threads: {
    group: 'run',
    help: 'worker threads sharing each batch',
    parser: either(choice('auto'), integer(1, 256)),
    fallback: 'auto',
    resumable: true,
    synonyms: ['workers', 'num-threads', 'jobs'],
  },

  jsonl: {
    group: 'output',
    help: 'one JSON object per event on stdout: start, step, eval, save, sample, done',
    parser: toggle,
    aliases: ['json'],
    stdout: true,
    resumable: true,
  },
  log: {
    group: 'output',
    help: 'CSV log of the losses, a new file; - is stdout',
    parser: path('FILE|-'),
    shows: 'OUT/log.csv',
    resumable: true,
    synonyms: ['log-file'],
  },
  tensorboard: {
    group: 'output',
    help: 'also write a TensorBoard event file',
    parser: toggle,
    resumable: true,
  },
  quiet: {
    group: 'output',
    help: 'print nothing but warnings and errors',
    parser: toggle,
    resumable: true,
    synonyms: ['silent'],
  },
  ...commonFlags,
} as const satisfies FlagTable;

export type TrainValues = Values<typeof flags>;
export type TrainArguments = Parsed<typeof flags>;

export const trainCommand = command({
  name: 'train',
  usage: '<corpus..>',
  arity: [0, Infinity],
  summary: 'Train a network on text, a table, or clips.',
  details:
    'A corpus is one or more files, directories (see --include), .gz files, or - for stdin. ' +
    'It may be omitted with --resume. A CSV or TSV file with --task learns from its rows. An .npz file of clips trains a network that labels them; one of images, with --task generate, one that describes them.',
  flags,
  examples: [
    'char-rnn train corpora/hello.txt --hidden 32 --layers 1 --steps 500',
    'char-rnn train notes/ --include "*.md" --layers 3 --minutes 10',
  ],
});
