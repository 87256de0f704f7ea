import type { FlagTable } from './flag.js';
import { integer, named, number, toggle } from './parsers.js';

/** `sample`: how a symbol is chosen from the network's distribution. */
export const choiceFlags = {
  temp: {
    applies: ['text', 'generate', 'translate', 'captions'],
    group: 'choice',
    help: 'sampling temperature; 0 = greedy',
    parser: number({ least: 0 }),
    fallback: 1,
    short: 't',
    aliases: ['temperature'],
  },
  topK: {
    applies: ['text', 'generate', 'translate', 'captions'],
    group: 'choice',
    help: 'draw from the K most probable characters; 0 = off',
    parser: named('K', integer(0)),
    fallback: 0,
  },
  topP: {
    applies: ['text', 'generate', 'translate', 'captions'],
    group: 'choice',
    help: 'draw from the most probable characters that together reach this probability; 1 = off',
    parser: number({ above: 0, most: 1 }),
    fallback: 1,
    synonyms: ['nucleus'],
  },
  minP: {
    applies: ['text', 'generate', 'translate', 'captions'],
    group: 'choice',
    help: 'exclude characters less probable than this fraction of the most probable one; 0 = off',
    parser: number({ least: 0, most: 1 }),
    fallback: 0,
  },
  noRepeatNgram: {
    applies: ['text'],
    group: 'choice',
    help: 'draw no sequence of N characters that the text or its prime has already; 0 = off',
    parser: integer(0, 1000),
    fallback: 0,
    synonyms: ['no-repeat-ngram-size', 'dry-allowed-length'],
    conflicts: ['beam'],
  },
  repetitionPenalty: {
    applies: ['text'],
    group: 'choice',
    help: 'divide the logits of the last 64 characters by this, so that they are less probable; 1 = off',
    parser: number({ above: 0, most: 100 }),
    fallback: 1,
    aliases: ['repeat-penalty'],
    synonyms: ['frequency-penalty', 'presence-penalty'],
    conflicts: ['beam'],
  },
  allowUnknown: {
    applies: ['text'],
    group: 'choice',
    help: 'draw U+FFFD too, which stands for characters too rare to be symbols (--min-count)',
    parser: toggle,
  },
} as const satisfies FlagTable;
