import { command, type FlagTable, type Values } from './flag.js';
import { commonFlags } from './common.js';
import { choice, path } from './parsers.js';

const flags = {
  to: { group: 'what', help: 'the format', parser: choice('pytorch', 'onnx', 'npz', 'json') },
  output: { group: 'output', help: 'where it goes', parser: path(), short: 'o' },
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
