import { command, type FlagTable, type Values } from './flag.js';
import { backendFlag, commonFlags, textFlags } from './common.js';
import { choice, integer, named, path, toggle } from './parsers.js';
import { ofSeries, ofTables } from './scope.js';

const textsAndTables = ['text', ...ofTables] as const;
const withSeries = [...textsAndTables, ...ofSeries] as const;

const flags = {
  baseline: {
    group: 'what',
    help: "compare with n-gram models of 0 to 20 characters of context; classify: one per label, combined by Bayes' rule",
    parser: choice('ngram'),
    applies: ['text', 'classify'],
  },
  train: {
    group: 'what',
    help: "training text for --baseline, --breakdown and --novelty; default: the model's own",
    parser: path(),
    repeatable: true,
    applies: withSeries,
  },
  breakdown: {
    group: 'what',
    help: 'classify the errors, and list the loss at closing brackets, quotes and newlines by distance',
    parser: toggle,
    applies: ['text'],
  },
  noCounts: {
    group: 'what',
    help: 'measure the network alone, even if the run has counts',
    parser: toggle,
    applies: ['text'],
  },
  beam: {
    group: 'what',
    help: 'translate: search for the most probable answer with K hypotheses',
    parser: named('K', integer(1, 1024)),
    shows: 'greedy',
    applies: ['translate'],
  },
  novelty: {
    group: 'what',
    help: 'fraction of the substrings of this sample absent from the training text, and its longest copy',
    parser: path('SAMPLE'),
    applies: ['text'],
  },
  horizon: {
    group: 'what',
    help: 'rows ahead that are forecast; the errors are those of all of them',
    parser: integer(1, 100_000),
    fallback: 1,
    applies: ['forecast'],
    synonyms: ['steps', 'ahead'],
  },
  count: {
    group: 'what',
    help: 'futures that are drawn for each forecast of several rows',
    parser: integer(1, 100_000),
    fallback: 100,
    applies: ['forecast'],
    synonyms: ['paths', 'samples'],
  },

  ...textFlags,
  encoding: { ...textFlags.encoding, applies: withSeries },

  batch: {
    group: 'run',
    help: 'pieces of the text read side by side, at most; affects the speed, not the result',
    parser: integer(1, 4096),
    fallback: 32,
    applies: textsAndTables,
  },
  ...backendFlag('run'),
  seed: {
    group: 'run',
    help: 'random seed of the bootstrap interval',
    parser: integer(0, 2 ** 32 - 1),
    fallback: 1,
  },

  json: { group: 'output', help: 'all figures as one JSON object', parser: path('FILE|-') },
  perLine: {
    group: 'what',
    help: 'score each line by itself: a CSV of its characters, nats and nats per character',
    parser: toggle,
    applies: ['text'],
    conflicts: ['baseline', 'breakdown', 'novelty', 'jsonl', 'json'],
  },
  jsonl: {
    group: 'output',
    help: 'one JSON object per character (position, char, logprob, entropy, rank), or per row of a table',
    parser: toggle,
    stdout: true,
    conflicts: ['csv'],
    applies: textsAndTables,
  },
  csv: {
    group: 'output',
    help: 'per-character figures as CSV; for labels and tags, the confusion matrix; without a FILE.csv, on stdout',
    parser: path('FILE|-'),
    bare: { value: '-', before: '.csv' },
    applies: ['text', 'classify', 'tag', 'clips', 'captions', 'series'],
  },
  ...commonFlags,
} as const satisfies FlagTable;

export type EvalValues = Values<typeof flags>;

export const evalCommand = command({
  name: 'eval',
  usage: '<model> <text..|table|series.csv|clips.npz>',
  arity: [0, Infinity],
  summary:
    'Measure how well a model predicts a text: loss in nats per character, bits per character, perplexity.',
  details:
    'The model of a task is measured on a table like the one it was trained on, one of series beside forecasts without a network. Without a model: char-rnn eval --baseline ngram --train TRAIN.txt TEST.txt.',
  flags,
  examples: [
    'char-rnn eval runs/moby chapter.txt --baseline ngram --breakdown',
    'char-rnn eval runs/names test.csv --baseline ngram --csv confusion.csv',
  ],
});
