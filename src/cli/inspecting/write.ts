import { Readable } from 'node:stream';
import { format } from 'fast-csv';
import { writeFileAtomic } from '../../files/atomic-write.js';
import { writeStreamAtomic } from '../../files/write-stream.js';
import type { Console } from '../terminal/console.js';
import { sanitizeLine } from '../terminal/sanitize.js';

/** Writes a document to a file, whole or not at all, or to stdout where the file is `-`. */
export async function writeDocument(
  file: string,
  pieces: Iterable<string>,
  { out, err }: Console,
): Promise<void> {
  if (file !== '-') {
    writeFileAtomic(file, pieces);
    return err.write(`${sanitizeLine(file)} written\n`);
  }
  for (const piece of pieces) {
    await out.write(piece);
    if (out.closed) return;
  }
}

/** Streams rows as CSV, no faster than they are taken, to a file or stdout; stops when the reader of a pipe goes. */
export async function writeCsv(
  file: string,
  rows: Iterable<unknown> | AsyncIterable<unknown>,
  { out, err, stop }: Console,
): Promise<void> {
  const csv = Readable.from(rows).pipe(format({ includeEndRowDelimiter: true }));
  const source = csv as AsyncIterable<Buffer>;
  if (file === '-') {
    for await (const piece of source) {
      await out.write(piece);
      if (out.closed || stop.signal.aborted) return;
    }
    return;
  }
  await writeStreamAtomic(file, source, stop.signal);
  await err.write(`${sanitizeLine(file)} written\n`);
}
