import { openAtomic, writeStreamAtomic } from '../../app/outputs.js';
import type { Console } from './console.js';
import type { Output } from './output.js';

/** The output of a table that is written piece by piece. */
export interface Sink extends Pick<Output, 'write' | 'closed'> {
  /** Ends writing and gives a file its final name. */
  commit(): void;
  /** Removes what was written of a file that is not committed. */
  discard(): void;
}

/** A file, whole or not at all; stdout where it is `-` or none is named. */
export function openSink(path: string | undefined, out: Output): Sink {
  if (path === undefined || path === '-') {
    const nothing = () => undefined;
    return {
      write: (text) => out.write(text),
      get closed() {
        return out.closed;
      },
      commit: nothing,
      discard: nothing,
    };
  }
  const file = openAtomic(path);
  return {
    closed: false,
    write: async (text) => file.write(text),
    commit: file.commit,
    discard: file.discard,
  };
}

/** A document, whole or in pieces. */
export type Document = string | AsyncIterable<string | Uint8Array>;

/** Writes a document to a file, whole or not at all, or to stdout where the file is `-`, until the reader of a pipe goes. */
export async function writeDocument(
  file: string,
  document: Document,
  { out, stop }: Pick<Console, 'out' | 'stop'>,
): Promise<void> {
  const pieces = typeof document === 'string' ? [document] : document;
  if (file !== '-') return writeStreamAtomic(file, pieces, stop.signal);
  for await (const piece of pieces) {
    await out.write(piece);
    if (out.closed) return;
  }
}
