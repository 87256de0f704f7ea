import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { Place } from './cells.js';
import type { Columns } from './columns.js';
import { delimiterName } from './format.js';

/** The first row of a table, and what its cells are divided by. */
interface Shape {
  /** The names of its columns; numbers where it has no header. */
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  readonly delimiter: string;
}

/** Throws table/width and table/header. */
export function checkShape(
  cells: readonly string[],
  { names, hasHeader, delimiter }: Shape,
  where: { readonly file: string; readonly row: number },
): void {
  if (cells.length !== names.length) {
    const hint = widthHint(cells, names.length, delimiter);
    throw userError('table/width', { ...where, cells: cells.length, columns: names.length, hint });
  }
  if (hasHeader && cells.every((cell, i) => cell === names[i])) throw userError('table/header', where);
}

/** What may be wrong with a row of another width. */
function widthHint(cells: readonly string[], columns: number, delimiter: string): string {
  if (cells.length > columns)
    return delimiter === '\t'
      ? 'a cell with a tab needs quotes, which a .csv has: give the file that name'
      : `quote a cell that contains ${delimiterName(delimiter)}`;
  const other = [',', '\t', ';', '|'].find((one) => one !== delimiter && cells.join(delimiter).includes(one));
  return cells.length === 1 && other !== undefined
    ? `divide its cells by ${delimiterName(delimiter)}, as those of the first row`
    : 'add the cells that are missing, or remove the row';
}

/** An empty cell is an error: at once if its column has had content, at the end if it never has. */
interface EmptyCells {
  /** Whether one of the cells is empty, in a column that has had no content yet. */
  meets(cells: readonly string[], columns: Columns, where: { file: string; row: number }): boolean;
  /** Throws table/empty-column for a column without content. */
  finish(columns: Columns, file: string): void;
}

export function createEmptyCells(): EmptyCells {
  const filled: boolean[] = [];
  const firstEmpty: ({ file: string; row: number } | undefined)[] = [];
  let rows = 0;
  let width = 0;
  // of two cells the first is the source, of however many columns
  const name = ({ from, to }: Columns, i: number) =>
    quote(i === width - 1 ? to : width === 2 ? from.join() : from[i]!);
  return {
    meets(cells, columns, where) {
      rows += 1;
      width = cells.length;
      let anyEmpty = false;
      cells.forEach((cell, i) => {
        const isEmpty = cell.trim() === '';
        if (isEmpty) firstEmpty[i] ??= where;
        else filled[i] = true;
        if (filled[i] && firstEmpty[i] !== undefined) {
          throw userError('table/empty-cell', { ...firstEmpty[i], column: name(columns, i) });
        }
        anyEmpty ||= isEmpty;
      });
      return anyEmpty;
    },
    finish(columns, file) {
      firstEmpty.forEach((first, i) => {
        if (first !== undefined)
          throw userError('table/empty-column', { file, column: name(columns, i), rows });
      });
    },
  };
}

/** The number in a cell, of a size that 32 bits can hold too. Throws table/number. */
export function readNumber(cell: string, { file, row, column }: Place): number {
  const text = cell.trim();
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (Number.isFinite(Math.fround(value))) return value;
  throw userError('table/number', { file, row, column: quote(column), value: quote(cell) });
}

/** Whether a program seems to have quoted a cell: quotes around it, and those inside doubled. */
export function looksQuoted(cell: string): boolean {
  return /^".*"$/s.test(cell) && !/[^"]"[^"]/.test(cell.replaceAll('""', '')) && cell.length > 1;
}

/** Pairs of labels that are the same but for blanks. */
export function similarLabels(labels: readonly string[]): [string, string][] {
  const firsts = new Map<string, string>();
  const pairs: [string, string][] = [];
  for (const label of labels) {
    const plain = label.replace(/\s+/g, '');
    const first = firsts.get(plain);
    if (first === undefined) firsts.set(plain, label);
    else pairs.push([first, label]);
  }
  return pairs;
}

/** Whether a line of the file is blank. */
export function isBlank(row: readonly string[]): boolean {
  return row.length === 0 || (row.length === 1 && row[0]!.trim() === '');
}

/** Throws table/lengths, with both lengths. */
export function checkAligned(
  lengths: { readonly source: number; readonly target: number },
  columns: Columns,
  where: { readonly file: string; readonly row: number },
): void {
  if (lengths.source === lengths.target) return;
  const [from, to] = [quote(columns.from[0]!), quote(columns.to)];
  throw userError('table/lengths', { ...where, from, to, symbols: lengths.source, tags: lengths.target });
}

/** Throws table/empty. */
export function checkRows(
  rows: number,
  omitted: number,
  { file, maxLength }: { readonly file: string; readonly maxLength: number },
): void {
  if (rows > 0) return;
  const why = omitted > 0 ? `all ${omitted} are longer than ${maxLength} symbols` : 'none follows a header';
  throw userError('table/empty', { file, why });
}

/** Throws table/one-label. */
export function checkLabels(labels: readonly string[], { to }: Columns, file: string): void {
  if (labels.length > 1) return;
  throw userError('table/one-label', { file, column: quote(to), label: quote(labels[0]!) });
}
