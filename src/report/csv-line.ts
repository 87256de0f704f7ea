import type { TableFormat } from '../material/table/format.js';

/**
 * A row of a table as its line: quotes where a cell needs them (RFC 4180); without quoting, line ends and delimiters
 * inside a cell become blanks.
 */
export function csvLine(cells: readonly string[], { delimiter, quoted }: TableFormat): string {
  const plain = (cell: string) => cell.replaceAll(/[\n\r]/g, ' ').replaceAll(delimiter, ' ');
  const needsQuotes = (cell: string) => /["\n\r]|^\s|\s$/.test(cell) || cell.includes(delimiter);
  const written = cells.map((cell) => {
    if (!quoted) return plain(cell);
    return needsQuotes(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  });
  return `${written.join(delimiter)}\n`;
}
