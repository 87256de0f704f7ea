import type { Wording } from './wording.js';

/** Exit code 3: a file of series cannot be used. Row 1 is the header. */
export const series = {
  'series/no-numbers': {
    message: '{file} has no column of numbers',
    hint: 'name the columns that are read with --from',
  },
  'series/order': {
    message: '{file}, row {row}, column {column}: {value} does not come after {earlier}, the row before',
    hint: 'sort the rows by time; several series in one file need --by COLUMN',
  },
  'series/date': {
    message: '{file}, row {row}, column {column}: {value} is not a date',
    hint: 'write dates as 2024-03-01 or 2024-03-01T14:30',
  },
  'series/no-date': {
    message: '{file} has no column of dates, which --calendar reads',
    hint: 'add one, as 2024-03-01 or 2024-03-01T14:30, or leave --calendar out',
  },
  'series/constant': {
    message: '{file}: column {column} has the same number in all rows to train on',
    hint: 'choose other columns with --from and --to',
  },
  'series/short': {
    message: '{file} has {rows} rows to train on, fewer than a window of {least}',
    hint: 'add rows, or pass a smaller --seq',
  },
  'series/few': {
    message: '{file} has {series} series to train on, and {what}',
    hint: '{hint}',
  },
  'series/label': {
    message: '{file}, row {row}: the series {name} has the labels {label} and {other}',
    hint: 'a series has one label, the same in all its rows',
  },
  'series/gap': {
    message: '{file}, row {row}: column {column} is empty, and later rows are not',
    hint: 'fill the cell; only rows after the last known one may be empty, to give what is known of the future',
  },
  'series/seen': {
    message: '{file} has no row after the last one that the model learned from',
    hint: 'name a file with later rows',
  },
  'series/no-history': {
    message: '{file} has {rows} row(s) with a number in every column; a forecast needs at least {least}',
    hint: 'add earlier rows',
  },
} as const satisfies Record<string, Wording>;
