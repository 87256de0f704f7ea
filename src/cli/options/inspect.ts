import { command, type FlagTable, type Values } from './flag.js';
import { commonFlags } from './common.js';
import { cell, choice, integer, list, path, text } from './parsers.js';

const flags = {
  view: {
    group: 'what',
    help: 'what to show',
    parser: choice('cells', 'text', 'activations', 'gates', 'flow', 'memory', 'ablation'),
    fallback: 'cells',
  },
  cell: {
    group: 'what',
    help: 'a cell, layer and unit from 1',
    parser: cell,
    repeatable: true,
  },
  state: {
    group: 'what',
    help: 'which state of a cell: output h, memory c',
    parser: list('h', 'c'),
    shows: 'h,c',
  },
  feature: {
    group: 'what',
    help: 'a feature by its name, or one of your own: inside what /regex/ matches',
    parser: text('NAME[=/REGEX/]'),
    repeatable: true,
  },
  limit: { group: 'what', help: 'characters of text to read', parser: integer(1), shows: 'all' },

  csv: { group: 'output', help: 'the view as CSV', parser: path('FILE|-') },
  json: { group: 'output', help: 'the view as JSON', parser: path('FILE|-') },
  html: { group: 'output', help: 'all views as one self-contained page', parser: path() },
  ...commonFlags,
} as const satisfies FlagTable;

export type InspectValues = Values<typeof flags>;

export const inspectCommand = command({
  name: 'inspect',
  usage: '<model> [text..]',
  arity: [1, Infinity],
  summary: "See what single cells have learnt. Without a text, the model's own validation text is read.",
  flags,
  examples: [
    'char-rnn inspect runs/moby corpora/moby-dick.txt',
    'char-rnn inspect runs/moby corpora/moby-dick.txt --view text --cell 2:37',
  ],
});
