import { exportFormats } from '../../app/choices.js';
import { command, type FlagTable } from './flag.js';
import { commonFlags } from './common.js';
import { choice, path } from './parsers.js';

const flags = {
  to: {
    group: 'what',
    help: 'format; pytorch is a directory with scripts that sample and continue training',
    parser: choice(...exportFormats),
    fallback: 'pytorch',
  },
  onnx: {
    group: 'what',
    help: 'ONNX graph: a single step with state inputs and outputs, or whole sequences from a zero state',
    parser: choice('step', 'sequence'),
    fallback: 'step',
    shows: 'step; sequence for the model of a table',
    needs: { flag: 'to', value: 'onnx' },
  },
  output: {
    group: 'output',
    help: 'output file, or directory for pytorch; - is stdout',
    parser: path('FILE|DIR|-'),
    short: 'o',
    shows: '<model>.<format>',
  },
  ...commonFlags,
} as const satisfies FlagTable;

export const exportCommand = command({
  name: 'export',
  usage: '<model>',
  arity: [1, 1],
  summary: 'Convert a model to the format of another program.',
  flags,
  examples: [
    'char-rnn export runs/moby --to onnx -o moby.onnx',
    'char-rnn export runs/moby --to pytorch -o moby-pytorch',
  ],
});
