import type { Wording } from './wording.js';

/** Exit code 3: a table (CSV, TSV) cannot be used. Row 1 is the header. */
export const table = {
  'table/columns': {
    message: '{file} has a header of {count} column(s): {known}',
    hint: 'a table needs at least two; if they are not separated by {delimiter}, pass --delimiter; for a single column, use a text without a header and --lines',
  },
  'table/no-column': {
    message: '{file} has no column {column}',
    hint: 'its columns are {known}',
  },
  'table/two-columns': {
    message: '{file} has {count} columns named {column}',
    hint: 'rename all but one in the header',
  },
  'table/no-header': {
    message: '{file}: the first row looks like data, not like a header: {cell} {why}',
    hint: 'pass --no-header or, if it is a header, name its columns with --from and --to',
  },
  'table/header': {
    message: '{file}, row {row} repeats the header',
    hint: 'remove that row, or pass --no-header if the first row is data',
  },
  'table/quote': {
    message: '{file}, row {row}: unclosed quote, or text after a closing quote: {text}',
    hint: 'double a quote inside a quoted cell; a file without quoting should be named .tsv',
  },
  'table/width': {
    message: '{file}, row {row} has {cells} cell(s) instead of {columns}',
    hint: '{hint}',
  },
  'table/empty-cell': {
    message: '{file}, row {row}: column {column} is empty',
    hint: 'fill the cell or remove the row',
  },
  'table/empty-column': {
    message: '{file}: column {column} is empty in all {rows} rows',
    hint: 'choose other columns with --from and --to',
  },
  'table/empty': {
    message: '{file} contains no usable row ({why})',
    hint: 'a table is a header and a row for each example',
  },
  'table/header-line': {
    message: '{file} begins with the header of a table: {header}',
    hint: 'name the table, as in char-rnn sample MODEL FILE.csv, or leave the header out (tail -n +2)',
  },
  'table/undecodable': {
    message: '{file}, row {row} is not valid {encoding}',
    hint: 'use another --encoding (utf8, latin1, windows-1252, utf16le, utf16be)',
  },
  'table/too-long': {
    message: '{file}, row {row} has more than {most} characters',
    hint: 'divide it into shorter lines',
  },
  'table/nothing-known': {
    message: '{file}, row {row}: the model knows no character of column {column}',
    hint: 'use a text in the alphabet the model was trained on',
  },
  'table/lengths': {
    message: '{file}, row {row}: column {from} has {symbols} symbols and column {to} has {tags} tags',
    hint: 'give one tag per symbol; pass --to-tokens words if blanks separate the tags',
  },
  'table/one-label': {
    message: '{file}: every row of column {column} is {label}',
    hint: 'a classifier needs at least two labels',
  },
  'table/many-labels': {
    message: '{file}, row {row}: column {column} has more than {most} labels',
    hint: '{hint}',
  },
  'table/many-symbols': {
    message: '{file}, row {row}: column {column} has more than {most} different symbols',
    hint: 'raise --min-count, or do not split its cells into words',
  },
  'table/number': {
    message: '{file}, row {row}, column {column}: {value} is not a number',
    hint: 'every row needs a finite number there',
  },
  'table/unknown-label': {
    message: '{file}, row {row}, column {column}: {label} is not a label of the model',
    hint: 'its labels are {known}',
  },
  'table/unknown-symbol': {
    message: '{file}, row {row}, column {column}: {symbol} is not among the {size} symbols the model knows',
    hint: 'remove it, or pass --skip-unknown',
  },
} as const satisfies Record<string, Wording>;
