import { checkEncoding } from './check-encoding.js';
import type { Encoding } from './encodings.js';
import { decodeStrictly } from './strict-decoder.js';

/** The text of some bytes, piece by piece. Throws corpus/encoding where they look like another encoding, corpus/undecodable. */
export const decodeText = (
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  file: string,
): AsyncGenerator<string> => decodeStrictly(checkEncoding(chunks, encoding, file), encoding, file);
