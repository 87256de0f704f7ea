import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { Columns } from './columns.js';

// A table without a header loses its first row, and its columns have that row's cells as names. It shows where a name is
// a number, or one of the labels of its column. Columns that were named on the command line are those of a header.

/** Names for the columns of a table without a header: their numbers. */
export function numberedColumns(row: readonly string[]): string[] {
  return row.map((_, i) => String(i + 1));
}

/** Throws table/no-header where a column has a number for a name. */
export function checkNames({ from, to }: Columns, file: string): void {
  const number = [...from, to].find((name) => /^\s*[-+]?\d*\.?\d+(e[-+]?\d+)?\s*$/i.test(name));
  if (number !== undefined)
    throw userError('table/no-header', { file, cell: quote(number), why: 'is a number' });
}

/** Throws table/no-header where the name of a column of labels is one of them. */
export function checkName(name: string, labels: readonly string[], file: string): void {
  if (labels.includes(name))
    throw userError('table/no-header', { file, cell: quote(name), why: 'occurs again in its column' });
}
