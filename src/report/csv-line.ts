import { tableFormat, type TableFormat } from '../material/table/format.js';
import { encodeMarked, isMarked } from '../text/marked-text.js';

/**
 * How a row is written to `file`: with tabs for .tsv, else with `delimiter`, which divides the cells of the table that was
 * read, but no tabs. Bytes that were no text are those that were read.
 */
export function rowWriter(
  file: string,
  delimiter?: string,
): (cells: readonly string[]) => string | Uint8Array {
  const own = tableFormat(file);
  const format = own.quoted && delimiter !== '\t' ? tableFormat(file, delimiter) : own;
  return (cells) => {
    const line = csvLine(cells, format);
    return isMarked(line) ? encodeMarked(line) : line;
  };
}

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
