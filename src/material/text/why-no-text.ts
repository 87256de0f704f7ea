import { open } from 'node:fs/promises';
import { UserError } from '../../core/errors.js';
import type { Encoding } from '../../text/encodings.js';
import { decodeText } from '../../text/decode-text.js';

/** Bytes of a file that are examined; undecodable bytes after them are an error when the text is read. */
const LOOKED_AT = 1 << 16;

/**
 * Why a file is not text in `encoding`, judged by its beginning; undefined where it may be text. Compressed files may
 * be anything. A file that cannot be read is left to its reader, which reports the error.
 */
export async function whyNoText(path: string, encoding: Encoding): Promise<string | undefined> {
  if (path.endsWith('.gz')) return undefined;
  const bytes = await beginningOf(path);
  if (bytes === undefined) return undefined;
  const refusal = await refusalOf(bytes, encoding, bytes.length < LOOKED_AT);
  const looks = refusal?.fields['looks'];
  if (looks !== undefined) return `not ${encoding}: ${looks}`;
  if (!encoding.startsWith('utf16') && bytes.includes(0)) return 'binary';
  return refusal && `not valid ${encoding}`;
}

async function beginningOf(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path).catch(() => undefined);
  try {
    const read = await file?.read(new Uint8Array(LOOKED_AT), 0, LOOKED_AT, 0);
    return read?.buffer.subarray(0, read.bytesRead);
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}

/** An incomplete character at the end is an error only where the whole file was read. */
async function refusalOf(
  bytes: Uint8Array,
  encoding: Encoding,
  whole: boolean,
): Promise<UserError | undefined> {
  async function* pieces() {
    yield bytes;
    if (!whole) throw null; // before the decoder could miss the rest of a character
  }
  try {
    for await (const _ of decodeText(pieces(), encoding, ''));
  } catch (error) {
    if (error instanceof UserError) return error;
    if (error !== null) throw error;
  }
  return undefined;
}
