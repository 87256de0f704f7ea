import { command, type FlagTable, type Values } from './flag.js';
import { backendFlag, commonFlags } from './common.js';
import { path, toggle } from './parsers.js';

const flags = {
  against: {
    group: 'what',
    help: 'also give the difference in test loss to this run, with a 95 % interval, paired by pieces of the test text',
    parser: path('RUN'),
  },
  ...backendFlag('run'),
  csv: { group: 'output', help: 'the table as CSV', parser: path('FILE|-') },
  json: { group: 'output', help: 'the table, and the spread over seeds, as JSON', parser: path('FILE|-') },
  html: { group: 'output', help: 'a page with the table and all loss curves', parser: path('FILE|-') },
  quiet: { group: 'output', help: 'write no notes to stderr', parser: toggle },
  ...commonFlags,
} as const satisfies FlagTable;

export type CompareValues = Values<typeof flags>;

export const compareCommand = command({
  name: 'compare',
  usage: '<run..>',
  arity: [1, Infinity],
  summary: 'Compare finished and running trainings: sizes, losses, speed.',
  details:
    'Sorted by validation loss, best first, with a table for each unit of losses. Runs that differ only in their seed are also given as mean and spread. ' +
    'A directory of runs, such as sweep makes, stands for the runs in it. One that is not a run, or a damaged run, ' +
    'is listed with its state.',
  flags,
  examples: [
    'char-rnn compare runs/*',
    'char-rnn compare runs/* --against runs/lstm-layers-2 --html compare.html',
  ],
});
