import { command, type FlagTable, type Values } from './flag.js';
import { commonFlags } from './common.js';
import { cellValue, choice, integer, number, path, text, toggle } from './parsers.js';

const flags = {
  prime: {
    group: 'start',
    help: 'text the model reads before it goes on',
    parser: text('TEXT', { empty: true }),
    aliases: ['primetext'],
    conflicts: ['primeFile'],
  },
  primeFile: { group: 'start', help: 'the same from a file, or - for stdin', parser: path('FILE|-') },
  hidePrime: { group: 'start', help: 'leave the prime out of the output', parser: toggle },
  skipUnknown: {
    group: 'start',
    help: 'leave characters out of the prime that the model has never seen',
    parser: toggle,
  },

  length: { group: 'length', help: 'characters to draw', parser: integer(0), fallback: 1000, short: 'n' },
  count: { group: 'length', help: 'how many samples', parser: integer(1), fallback: 1 },
  stop: {
    group: 'length',
    help: 'end a sample behind this text',
    parser: text(),
    repeatable: true,
  },

  temp: {
    group: 'choice',
    help: 'below 1 plays safe, above 1 dares more, 0 always takes the likeliest character',
    parser: number({ least: 0 }),
    fallback: 1,
    short: 't',
    aliases: ['temperature'],
  },
  topK: { group: 'choice', help: 'draw among the K likeliest', parser: integer(1), shows: 'all' },
  topP: {
    group: 'choice',
    help: 'draw among the likeliest that together have this probability',
    parser: number({ above: 0, most: 1 }),
    shows: '1',
  },
  minP: {
    group: 'choice',
    help: 'leave out what is less likely than this share of the likeliest',
    parser: number({ least: 0, most: 1 }),
    shows: '0',
  },
  seed: {
    group: 'choice',
    help: 'seed of the draws',
    parser: integer(0, 2 ** 32 - 1),
    short: 's',
    shows: 'another each time',
  },
  clamp: {
    group: 'choice',
    help: 'hold the cell state c of a unit (h where there is no c) at a value while drawing',
    parser: cellValue,
    repeatable: true,
  },
  sample: {
    group: 'choice',
    help: "sample.lua's switch: 0 means --temp 0",
    parser: choice('0', '1'),
    conflicts: ['temp'],
    hidden: true,
  },

  jsonl: {
    group: 'output',
    help: 'a JSON line per character: char, logprob, entropy, top alternatives',
    parser: toggle,
    conflicts: ['heat', 'raw'],
  },
  heat: {
    group: 'output',
    help: 'color each character by its surprise',
    parser: toggle,
    conflicts: ['raw'],
  },
  raw: { group: 'output', help: 'send control characters to a terminal as they are', parser: toggle },
  backend: {
    group: 'output',
    help: 'which kernels compute',
    parser: choice('auto', 'js', 'wasm', 'blas'),
    fallback: 'auto',
  },
  ...commonFlags,
} as const satisfies FlagTable;

export type SampleValues = Values<typeof flags>;

export const sampleCommand = command({
  name: 'sample',
  usage: '<model>',
  arity: [1, 1],
  summary: 'Write text with a model.',
  details: 'A model is a checkpoint file, or a run directory: its best model, else its latest.',
  flags,
  examples: [
    'char-rnn sample runs/moby --prime "Call me" -n 400',
    'char-rnn sample runs/moby -t 0.7 --top-p 0.95 --stop "." --count 5',
  ],
});
