import { userError } from '../core/errors.js';

export const encodings = ['utf8', 'latin1', 'utf16le'] as const;
export type Encoding = (typeof encodings)[number];

/** An encoding: its decoder, and how many of some bytes are complete characters. */
interface Codec {
  /** The text of `bytes`; throws a TypeError unless they are complete, well-formed characters. */
  decode(bytes: Uint8Array): string;
  /** The number of bytes at the beginning of `bytes` that do not end inside a character. */
  whole(bytes: Uint8Array): number;
}

const unicode = (label: string, whole: Codec['whole']): Codec => {
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  return { decode: (bytes) => decoder.decode(bytes), whole };
};

const codecs: Record<Encoding, Codec> = {
  utf8: unicode('utf-8', wholeUtf8),
  utf16le: unicode('utf-16le', wholeUtf16),
  // every byte is the code point of its value (TextDecoder's latin1 is windows-1252)
  latin1: {
    decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'),
    whole: (bytes) => bytes.length,
  },
};

/**
 * The text of a file, piece by piece, exactly as it is: line ends and NUL are kept; only a byte-order mark at the
 * very beginning of a Unicode file, which is not text, is dropped. No piece ends inside a character, however the
 * bytes are divided. Throws corpus/undecodable, which names the first byte that is not in the encoding.
 */
export async function* decodeStrictly(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  file: string,
): AsyncGenerator<string> {
  const codec = codecs[encoding];
  let rest: Uint8Array = new Uint8Array(0);
  let offset = 0;
  let begun = encoding === 'latin1';
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const length = codec.whole(bytes);
    let text = decodeOrName(bytes.subarray(0, length), offset);
    if (!begun && text !== '') {
      begun = true;
      if (text.startsWith('\ufeff')) text = text.slice(1);
    }
    rest = Uint8Array.from(bytes.subarray(length));
    offset += length;
    if (text !== '') yield text;
  }
  if (rest.length > 0) throw undecodable(rest[0]!, offset);

  function decodeOrName(bytes: Uint8Array, start: number): string {
    try {
      return codec.decode(bytes);
    } catch {
      const at = firstBadByte(bytes, codec);
      throw undecodable(bytes[at]!, start + at);
    }
  }

  function undecodable(byte: number, at: number) {
    const hex = `0x${byte.toString(16).padStart(2, '0')}`;
    return userError('corpus/undecodable', { file, encoding, byte: hex, offset: at });
  }
}

/** Where the first malformed character of `bytes` begins: the longest prefix of complete characters ends there. */
function firstBadByte(bytes: Uint8Array, codec: Codec): number {
  const isGood = (length: number) => {
    try {
      codec.decode(bytes.subarray(0, codec.whole(bytes.subarray(0, length))));
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isGood(middle)) good = middle;
    else bad = middle;
  }
  return codec.whole(bytes.subarray(0, good));
}

/** UTF-8: the first byte of the last character gives its length; it is at most three bytes before the end. */
function wholeUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** UTF-16: units of two bytes, and a high surrogate belongs to the unit after it. */
function wholeUtf16(bytes: Uint8Array): number {
  const length = bytes.length - (bytes.length % 2);
  const isHighSurrogate = length > 0 && (bytes[length - 1]! & 0xfc) === 0xd8;
  return isHighSurrogate ? length - 2 : length;
}
