import { pipeline, Readable } from 'node:stream';
import { format } from 'fast-csv';

export type Row = readonly (string | number)[];

/**
 * Rows as the bytes of a CSV file, produced as they are consumed. An error of `rows` ends the iteration by throwing.
 */
export function csvText(rows: Iterable<Row> | AsyncIterable<Row>): AsyncIterable<Uint8Array> {
  return pipeline(Readable.from(rows), format({ includeEndRowDelimiter: true }), () => {
    // the iteration receives the error
  });
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it; NUL, which fast-csv drops, becomes
 * ␀.
 */
export function guard(text: string): string {
  const shown = text.replaceAll('\0', '␀');
  return /^[=+\-@\t\r]/.test(shown) ? `'${shown}` : shown;
}
