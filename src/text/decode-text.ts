import { checkEncoding } from './check-encoding.js';
import type { Encoding } from './encodings.js';
import { decodeStrictly } from './strict-decoder.js';

export interface DecodeOptions {
  /** The bytes were read in this encoding before, by a run that reads its text again: what they look like does not matter. */
  readonly asBefore?: boolean | undefined;
}

/** The text of some bytes, piece by piece. Throws corpus/encoding where they look like another encoding, corpus/undecodable. */
export function decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  file: string,
  { asBefore = false }: DecodeOptions,
): AsyncGenerator<string> {
  if (asBefore) return decodeStrictly(chunks, encoding, file, { controls: true });
  return decodeStrictly(checkEncoding(chunks, encoding, file), encoding, file);
}
