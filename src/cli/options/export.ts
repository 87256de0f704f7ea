import { exportFormats } from '../../formats/exports.js';
import { command, type FlagTable, type Values } from './flag.js';
import { commonFlags } from './common.js';
import { choice, path } from './parsers.js';

const flags = {
  to: {
    group: 'what',
    help: 'the format; pytorch is a directory with scripts that sample and go on training',
    parser: choice(...exportFormats),
    fallback: 'pytorch',
  },
  onnx: {
    group: 'what',
    help: 'the ONNX graph: one step with its state in and out, or whole sequences from a state of zeros',
    parser: choice('step', 'sequence'),
    fallback: 'step',
  },
  output: {
    group: 'output',
    help: 'where it goes; - is stdout, but for pytorch',
    parser: path('FILE|DIR|-'),
    short: 'o',
    shows: '<model>.<format>',
  },
  ...commonFlags,
} as const satisfies FlagTable;

export type ExportValues = Values<typeof flags>;

export const exportCommand = command({
  name: 'export',
  usage: '<model>',
  arity: [1, 1],
  summary: 'Write a model in the form that other programs read.',
  flags,
  examples: [
    'char-rnn export runs/moby --to onnx -o moby.onnx',
    'char-rnn export runs/moby --to pytorch -o moby-pytorch',
  ],
});
