import { taskNames } from '../../app/choices.js';
import type { FlagTable } from './flag.js';
import { choice, columns, integer, text, toggle } from './parsers.js';
import { ofSeries, ofTables } from './scope.js';

/** `train`: tables of examples in place of a text. */
export const taskFlags = {
  task: {
    group: 'task',
    help: 'what to learn: the next character of a text, a table of examples, or the next row of a series',
    parser: choice(...taskNames),
    shows: 'language',
  },
  from: {
    group: 'task',
    help: 'column of the source; several are read one after the other or, for generate, as a vector of numbers',
    parser: columns,
    applies: [...ofTables, ...ofSeries],
    shows: 'the first column with a name; all numbers of a series',
    synonyms: ['source', 'input', 'x'],
  },
  to: {
    group: 'task',
    help: 'column of the target, or of the captions; columns of a series that are forecast',
    applies: [...ofTables, 'captions', ...ofSeries],
    parser: text('COL'),
    shows: 'the second column with a name; of a series those that are read',
    synonyms: ['target', 'label', 'y'],
  },
  toTokens: {
    group: 'task',
    help: 'what a symbol of the target is: a character, or a word between blanks',
    parser: choice('chars', 'words'),
    shows: 'chars',
    applies: ['tag', 'generate', 'translate', 'captions'],
  },
  delimiter: {
    group: 'task',
    help: 'character between the cells of a row',
    parser: text('CHAR'),
    shows: 'what divides the first line: a comma or, in a .tsv, a tab, else a semicolon or |',
    applies: [...ofTables, 'captions', ...ofSeries],
    synonyms: ['sep', 'separator'],
    resumable: true,
  },
  noHeader: {
    group: 'task',
    help: 'the first row is data; columns have numbers for names, as in --from 1 --to 2',
    parser: toggle,
    applies: [...ofTables, ...ofSeries],
  },
  maxLength: {
    group: 'task',
    help: 'leave out rows with more symbols than this in source or target',
    parser: integer(1, 1_000_000),
    shows: '1000',
    applies: ofTables,
  },
  truncate: {
    group: 'task',
    help: 'cut rows that are longer than --max-length instead of leaving them out',
    parser: toggle,
    applies: ['classify', 'tag'],
  },
  stratify: {
    group: 'task',
    help: 'hold out the same share of every label',
    parser: toggle,
    applies: ['classify'],
    synonyms: ['stratified'],
  },
  balance: {
    group: 'task',
    help: 'weight rows in the loss so that every label has the same total weight',
    parser: toggle,
    applies: ['classify'],
    synonyms: ['balanced', 'class-weight'],
  },
  delay: {
    group: 'task',
    help: 'predict each tag this many symbols later',
    parser: integer(0, 1000),
    shows: '0',
    applies: ['tag'],
  },
  reverse: { group: 'task', help: 'read the source backwards', parser: toggle, applies: ['translate'] },
  by: {
    group: 'series',
    help: 'column that says to which of several series a row belongs',
    parser: text('COL'),
    applies: ofSeries,
    synonyms: ['id', 'group'],
  },
  wide: {
    group: 'series',
    help: 'each row is a series, in the order of its columns (classify)',
    parser: toggle,
    applies: ['series'],
  },
  calendar: {
    group: 'series',
    help: 'also read the hour, the weekday and the time of year of the dates',
    parser: toggle,
    applies: ['forecast', 'series'],
  },
  season: {
    group: 'series',
    help: 'rows of a season, for the forecasts that eval compares with',
    parser: integer(2, 1_000_000),
    shows: 'found in the series',
    applies: ['forecast'],
    synonyms: ['period'],
  },
  loss: {
    group: 'series',
    help: 'predict a mean and a deviation of each column, or a mean alone',
    parser: choice('gaussian', 'mse'),
    shows: 'gaussian',
    applies: ['forecast'],
  },
  difference: {
    group: 'series',
    help: 'read and predict the change from row to row in place of the value',
    parser: choice('auto', 'on', 'off'),
    shows: 'auto: where a straight line explains a third of the variance',
    applies: ['forecast'],
  },
  freeze: {
    group: 'task',
    help: 'do not train the recurrent layers, or the CNN of clips, given by --init-from',
    parser: choice('rnn', 'cnn'),
    needs: { flag: 'initFrom' },
  },
} as const satisfies FlagTable;
