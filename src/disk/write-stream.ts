import { openAtomic } from './atomic-write.js';

/**
 * Writes a file from pieces as they come, however large it grows: whole, or not at all. When `signal` is aborted, or the
 * pieces fail, the file that was there before is still there, and the reason is thrown.
 */
export async function writeStreamAtomic(
  path: string,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  const file = openAtomic(path);
  try {
    for await (const piece of pieces) {
      signal?.throwIfAborted();
      file.write(piece);
    }
    signal?.throwIfAborted();
    file.commit();
  } finally {
    file.discard();
  }
}
