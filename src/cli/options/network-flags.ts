import { cellNames, encodings } from '../../app/choices.js';
import { fileFlags } from './common.js';
import type { FlagTable } from './flag.js';
import { ofSeries, ofTables } from './scope.js';
import { choice, either, integer, named, number, shareOrFile, toggle } from './parsers.js';
import { usual } from './usual.js';

/** `train`: the network and its text. */
export const networkFlags = {
  cell: {
    group: 'model',
    help: 'recurrent cell',
    parser: choice(...cellNames()),
    shows: usual(({ model }) => model.cell),
    synonyms: ['model', 'rnn-type'],
  },
  hidden: {
    group: 'model',
    help: 'units per layer, and per pixel where products are convolutions',
    parser: integer(1, 16384),
    shows: usual(({ model }) => model.hidden),
    synonyms: ['rnn-size', 'hidden-size', 'num-units', 'units'],
  },
  layers: {
    group: 'model',
    help: 'number of recurrent layers',
    parser: integer(1, 32),
    shows: usual(({ model }) => model.layers),
    synonyms: ['num-layers', 'n-layers'],
  },
  embedding: {
    group: 'model',
    applies: ['text', ...ofTables, 'captions'],
    help: 'size of a learned embedding of each character; 0 = one-hot input',
    parser: integer(0, 16384),
    shows: usual(({ model }) => model.embedding),
    synonyms: ['embedding-size', 'wordvec-size'],
  },
  ngrams: {
    group: 'model',
    applies: ['text'],
    help: 'also look up the last 2 to N characters in a table, added to the output; 0 = none',
    parser: named('N', either(integer(0, 0), integer(2, 16))),
    shows: '0',
    synonyms: ['maxent', 'direct-connections', 'ngram-order'],
  },
  ngramDropout: {
    group: 'model',
    needs: { flag: 'ngrams' },
    applies: ['text'],
    help: 'dropout probability of the rows that --ngrams looks up',
    parser: number({ least: 0, below: 1 }),
    shows: '0',
  },
  dropout: {
    group: 'model',
    help: 'dropout probability between layers',
    parser: number({ least: 0, below: 1 }),
    shows: usual(({ model }) => model.dropout),
  },
  dropoutMask: {
    group: 'model',
    applies: ['text', ...ofTables, 'captions', ...ofSeries],
    help: 'draw a dropout mask for every step, or one for each window',
    parser: choice('step', 'window'),
    shows: 'step',
    synonyms: ['variational-dropout', 'locked-dropout'],
  },
  inputDropout: {
    group: 'model',
    applies: ['text', ...ofTables, 'captions'],
    help: 'probability of hiding a character of the input during training',
    parser: number({ least: 0, below: 1 }),
    shows: '0',
    synonyms: ['word-dropout', 'char-dropout'],
  },
  weightDropout: {
    group: 'model',
    applies: ['text', ...ofTables, 'captions', ...ofSeries],
    help: 'probability of dropping a recurrent weight for a window (DropConnect)',
    parser: number({ least: 0, below: 1 }),
    shows: '0',
    synonyms: ['wdrop', 'weight-drop', 'dropconnect'],
  },

  tokens: {
    group: 'data',
    help: 'what a symbol is: a character or a byte',
    parser: choice('chars', 'bytes'),
    shows: 'chars',
    applies: ['text'],
    synonyms: ['level'],
  },
  encoding: {
    group: 'data',
    help: 'encoding of the text',
    parser: choice(...encodings),
    shows: 'utf8',
    resumable: true,
  },
  ...fileFlags,
  minCount: {
    group: 'data',
    applies: ['text', ...ofTables, 'captions'],
    help: 'replace characters that occur fewer times by U+FFFD',
    parser: integer(1),
    shows: '1',
  },
  lines: {
    group: 'data',
    help: 'treat every line as an example of its own, for names, passwords, commands',
    parser: toggle,
    applies: ['text'],
  },
  val: {
    group: 'data',
    help: 'fraction of the text, rows or clips held out for validation, or a file to validate on (then --test is 0)',
    parser: shareOrFile,
    shows: usual(({ split }) => split.validation),
    synonyms: ['val-frac', 'validation', 'valid'],
  },
  test: {
    group: 'data',
    help: 'fraction of the text, rows or clips held out for the final test, or a file to test on (then --val is 0)',
    parser: shareOrFile,
    shows: usual(({ split }) => split.test),
    synonyms: ['test-frac'],
  },
  split: {
    group: 'data',
    help: 'hold out the end of the text, or the tail of each batch row as char-rnn did',
    parser: choice('contiguous', 'streams'),
    applies: ['text'],
    shows: usual(({ split }) => split.layout),
  },
} as const satisfies FlagTable;
