import { writeStreamAtomic } from '../../disk/write-stream.js';
import type { Console } from '../terminal/console.js';
import { sanitizeLine } from '../../report/sanitize.js';

/** A document, whole or in pieces. */
export type Document = string | AsyncIterable<string | Uint8Array>;

/** Writes a document to a file, whole or not at all, or to stdout where the file is `-`; stops when the reader of a pipe goes. */
export async function writeDocument(
  file: string,
  pieces: AsyncIterable<string | Uint8Array>,
  { out, err, stop }: Console,
): Promise<void> {
  if (file !== '-') {
    await writeStreamAtomic(file, pieces, stop.signal);
    return err.write(`${sanitizeLine(file)} written\n`);
  }
  for await (const piece of pieces) {
    await out.write(piece);
    if (out.closed) return;
  }
}
