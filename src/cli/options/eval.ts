import { command, type FlagTable, type Values } from './flag.js';
import { commonFlags } from './common.js';
import { choice, integer, path, text, toggle } from './parsers.js';

const flags = {
  baseline: {
    group: 'what',
    help: 'compare with models that count: n-grams with 0 to 20 characters of context',
    parser: choice('ngram'),
  },
  train: {
    group: 'what',
    help: "the text to count in or to look for copies in; without it, the model's own training text",
    parser: path(),
    repeatable: true,
  },
  breakdown: {
    group: 'what',
    help: 'what the errors are, and the loss at brackets, quotes and newlines by distance',
    parser: toggle,
  },
  novelty: {
    group: 'what',
    help: 'how much of this sample is not in the training text, and its longest copy',
    parser: path('SAMPLE'),
  },

  encoding: {
    group: 'data',
    help: 'how the texts are encoded',
    parser: choice('utf8', 'latin1', 'utf16le'),
    shows: 'as in training',
  },
  include: {
    group: 'data',
    help: "which files of a directory to read, as in '*.ts'",
    parser: text('GLOB'),
    repeatable: true,
  },

  batch: {
    group: 'run',
    help: 'pieces of the text that are read side by side; changes the time, not the result',
    parser: integer(1, 4096),
    fallback: 16,
  },
  backend: {
    group: 'run',
    help: 'which kernels compute',
    parser: choice('auto', 'js', 'wasm', 'blas'),
    fallback: 'auto',
  },
  seed: {
    group: 'run',
    help: 'seed of the bootstrap behind the interval',
    parser: integer(0, 2 ** 32 - 1),
    fallback: 1,
  },

  json: { group: 'output', help: 'all figures as one JSON object', parser: path('FILE|-') },
  jsonl: {
    group: 'output',
    help: 'a JSON line per character: position, char, logprob, entropy, rank',
    parser: toggle,
    conflicts: ['csv'],
  },
  csv: { group: 'output', help: 'the same as CSV, on stdout', parser: toggle },
  ...commonFlags,
} as const satisfies FlagTable;

export type EvalValues = Values<typeof flags>;

export const evalCommand = command({
  name: 'eval',
  usage: '<model> <text..>',
  arity: [0, Infinity],
  summary:
    'How well a model predicts a text: loss in nats per character, bits per character, perplexity. ' +
    'Without a model: --baseline ngram --train TRAIN.txt TEST.txt.',
  flags,
  examples: [
    'char-rnn eval runs/moby chapter.txt --baseline ngram --breakdown',
    'char-rnn sample runs/moby -n 5000 > s.txt && char-rnn eval runs/moby --novelty s.txt',
  ],
});
