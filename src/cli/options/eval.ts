import { command, type FlagTable, type Values } from './flag.js';
import { commonFlags } from './common.js';
import { choice, toggle } from './parsers.js';

const flags = {
  baseline: { group: 'what', help: 'compare with a model that counts', parser: choice('ngram') },
  jsonl: { group: 'output', help: 'a JSON line per character', parser: toggle },
  ...commonFlags,
} as const satisfies FlagTable;

export type EvalValues = Values<typeof flags>;

export const evalCommand = command({
  name: 'eval',
  usage: '<model> <text..>',
  arity: [2, Infinity],
  summary: 'How well a model predicts a text: loss in nats per character, bits per character, perplexity.',
  flags,
  examples: ['char-rnn eval runs/moby chapter.txt', 'char-rnn eval runs/moby chapter.txt --baseline ngram'],
});
