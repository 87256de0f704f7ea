import type { FlagTable } from './flag.js';
import { integer, regex, text, toggle } from './parsers.js';

/** `sample`: whole lines in place of a continued text. */
export const lineFlags = {
  lines: {
    group: 'lines',
    help: 'draw N whole lines, each from the beginning of a line',
    parser: integer(1),
    applies: ['text'],
    conflicts: ['prime', 'primeFile', 'primes', 'count', 'bestOf', 'beam', 'interactive', 'stop', 'heat'],
  },
  prefix: {
    group: 'lines',
    help: 'begin every line with this text',
    parser: text(),
    applies: ['text'],
    needs: { flag: 'lines' },
  },
  unique: {
    group: 'lines',
    help: 'reject repeated lines',
    parser: toggle,
    applies: ['text'],
    needs: { flag: 'lines' },
  },
  new: {
    group: 'lines',
    help: 'reject lines of the text that the model was trained on',
    parser: toggle,
    applies: ['text'],
    needs: { flag: 'lines' },
  },
  forbid: {
    group: 'lines',
    help: 'characters that are never drawn',
    parser: text('CHARS'),
    applies: ['text'],
    needs: { flag: 'lines' },
  },
  only: {
    group: 'lines',
    help: 'only lines that match; ^ and $ stand for the ends of a line',
    parser: regex,
    applies: ['text'],
    needs: { flag: 'lines' },
  },
  minLength: {
    group: 'lines',
    help: 'reject lines with fewer characters',
    parser: integer(1),
    applies: ['text'],
    needs: { flag: 'lines' },
  },
} as const satisfies FlagTable;
