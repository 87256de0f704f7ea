import { writeStreamAtomic } from '../../files/write-stream.js';
import type { Pieces } from '../../inspect/views/view.js';
import type { Console } from '../terminal/console.js';
import { sanitizeLine } from '../terminal/sanitize.js';

/** Writes a document to a file, whole or not at all, or to stdout where the file is `-`; stops when the reader of a pipe goes. */
export async function writeDocument(
  file: string,
  pieces: Pieces | AsyncIterable<Uint8Array>,
  { out, err, stop }: Console,
): Promise<void> {
  const document: AsyncIterable<string | Uint8Array> = typeof pieces === 'string' ? only(pieces) : pieces;
  if (file !== '-') {
    await writeStreamAtomic(file, document, stop.signal);
    return err.write(`${sanitizeLine(file)} written\n`);
  }
  for await (const piece of document) {
    await out.write(piece);
    if (out.closed) return;
  }
}

async function* only(text: string): AsyncGenerator<string> {
  yield text;
}
