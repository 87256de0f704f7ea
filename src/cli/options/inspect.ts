import { userError } from '../../core/errors.js';
import { views, watchable } from '../../app/choices.js';
import { command, type FlagTable, type Parsed, type Values } from './flag.js';
import { backendFlag, commonFlags, textFlags } from './common.js';
import type { View } from '../../app/inspect/inspect.js';
import { usualQuestion, type InspectRequest } from '../../app/inspect/request.js';
import { cellState, choice, either, integer, list, number, path, text, toggle } from './parsers.js';

const flags = {
  view: {
    group: 'what',
    help: 'what to show; see docs/inspect.md',
    parser: choice(...views.map(({ name }) => name)),
    fallback: 'cells',
  },
  over: {
    group: 'what',
    help: 'when each finding was born: follows it through the checkpoints of a run (train --keep log)',
    parser: toggle,
    conflicts: ['view', 'cell'],
  },
  match: {
    group: 'what',
    help: 'whether the same cells come back: compares this network with those named after it, which differ by their seed',
    parser: toggle,
    conflicts: ['view', 'cell', 'over'],
  },
  text: {
    group: 'what',
    help: 'the text that the networks of --match read',
    parser: path(),
    repeatable: true,
    needs: { flag: 'match' },
    shows: "the first one's validation part",
  },
  pairs: {
    group: 'what',
    help: 'a table with columns context, right, wrong: is the right continuation likelier, and which cells is that due to',
    parser: path(),
    conflicts: ['view', 'cell', 'over', 'match'],
  },
  cell: {
    group: 'what',
    help: 'only this cell: layer and unit from 1, and its state (c where there is one, else h)',
    parser: cellState,
    repeatable: true,
  },
  state: {
    group: 'what',
    help: 'which states are searched and shown: output h, memory c, or gates',
    parser: list(...watchable()),
    shows: 'h,c',
  },
  feature: {
    group: 'what',
    help: 'a feature by its name, or one of your own: inside what /regex/ matches',
    parser: text('NAME[=/REGEX/]'),
    repeatable: true,
  },
  labels: {
    group: 'what',
    help: 'more features: a CSV with a header and a row of numbers per character',
    parser: path(),
  },
  clamp: {
    group: 'what',
    help: 'value that an ablation clamps a cell to',
    aliases: ['hold'],
    parser: either(choice('mean', 'zero'), number({})),
    fallback: usualQuestion.clamp,
  },
  limit: {
    group: 'what',
    help: 'characters of text to read',
    parser: integer(1),
    shows: '1000000; coverage and --over 100000; text of a named cell 3000; activations all',
  },

  ...textFlags,

  recent: {
    group: 'controls',
    help: 'characters the echo control sees',
    parser: integer(1, 16),
    fallback: usualQuestion.recent,
  },
  shuffles: {
    group: 'controls',
    help: 'shuffles of blocks for each p value',
    parser: integer(19, 9999),
    fallback: usualQuestion.shuffles,
  },
  seed: {
    group: 'controls',
    help: 'seed of the shuffles',
    parser: integer(0, 2 ** 32 - 1),
    fallback: usualQuestion.seed,
  },
  ...backendFlag('controls'),

  csv: { group: 'output', help: 'the view as CSV', parser: path('FILE|-') },
  json: { group: 'output', help: 'the view as JSON', parser: path('FILE|-') },
  html: {
    group: 'output',
    help: 'a self-contained page: the text colored by any cell, and the views as sections',
    parser: path('FILE|-'),
  },
  ...commonFlags,
} as const satisfies FlagTable;

export type InspectValues = Values<typeof flags>;

export const inspectCommand = command({
  name: 'inspect',
  usage: '<model> [text..]',
  arity: [1, Infinity],
  summary:
    "Find out what single cells have learned. Without a text, the model's own validation text is read.",
  flags,
  examples: [
    'char-rnn inspect runs/moby corpora/moby-dick.txt',
    'char-rnn inspect runs/moby corpora/moby-dick.txt --view text --cell 2:37',
  ],
});

/** The flags that were given, as a request. */
export function inspectRequest({
  values,
  files: [model, ...files],
  given,
}: Parsed<typeof flags>): Omit<InspectRequest, 'watch'> {
  const asked = Object.fromEntries(Object.entries(values).filter(([key]) => given.has(key)));
  return { ...asked, model: model!, files, page: values.html !== undefined, outputs: values };
}

/** Throws usage/conflict for a second output of a view that streams. */
export function refuseOutputs({ streams }: Pick<View, 'streams'>, { csv, json }: InspectValues): void {
  if (streams && csv !== undefined && json !== undefined)
    throw userError('usage/conflict', { flag: '--csv', other: '--json' });
}
