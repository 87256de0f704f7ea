import { taskNames } from '../../tasks/task-data.js';
import type { FlagTable } from './flag.js';
import { choice, integer, text, toggle } from './parsers.js';

/** `train`: tables of examples in place of a text. */
export const taskFlags = {
  task: {
    group: 'task',
    help: 'what to learn: the next character of a text, or a table of examples',
    parser: choice(...taskNames),
    fallback: 'language',
  },
  from: {
    group: 'task',
    help: 'column of the source; several make a vector of numbers (generate)',
    parser: text('COL[,COL]'),
    shows: 'the first column',
    synonyms: ['source', 'input', 'x'],
  },
  to: {
    group: 'task',
    help: 'column of the target',
    parser: text('COL'),
    shows: 'the second column',
    synonyms: ['target', 'label', 'y'],
  },
  toTokens: {
    group: 'task',
    help: 'what a symbol of the target is: a character, or a word between blanks',
    parser: choice('chars', 'words'),
    fallback: 'chars',
  },
  delimiter: {
    group: 'task',
    help: 'character between the cells of a row',
    parser: text('CHAR'),
    shows: ', or a tab for .tsv',
    synonyms: ['sep', 'separator'],
    resumable: true,
  },
  maxLength: {
    group: 'task',
    help: 'leave out rows with more symbols than this in source or target',
    parser: integer(1, 1_000_000),
    fallback: 1000,
  },
  delay: {
    group: 'task',
    help: 'tag: predict each tag this many symbols later',
    parser: integer(0, 1000),
    fallback: 0,
  },
  reverse: { group: 'task', help: 'translate: read the source backwards', parser: toggle },
  freeze: {
    group: 'task',
    help: 'do not train the recurrent layers, or the CNN of clips, given by --init-from',
    parser: choice('rnn', 'cnn'),
  },
} as const satisfies FlagTable;
