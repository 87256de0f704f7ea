import { pipeline, Readable } from 'node:stream';
import { format } from 'fast-csv';
import type { CsvRow } from '../core/result.js';

/**
 * Rows as the bytes of a CSV file, produced as they are consumed. An error of `rows` ends the iteration by throwing.
 */
export function csvBytes(rows: Iterable<CsvRow> | AsyncIterable<CsvRow>): AsyncIterable<Uint8Array> {
  const transform = (row: CsvRow) => row.map((cell) => (typeof cell === 'string' ? guard(cell) : cell));
  return pipeline(
    Readable.from(rows),
    format<CsvRow, CsvRow>({ includeEndRowDelimiter: true, transform }),
    () => {
      // the iteration receives the error
    },
  );
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it, unless it is a decimal number; NUL,
 * which fast-csv drops, becomes ␀.
 */
export function guard(text: string): string {
  const shown = text.replaceAll('\0', '␀');
  return /^[=+\-@\t\r]/.test(shown) && !/^-\d+\.\d+$/.test(shown) ? `'${shown}` : shown;
}
