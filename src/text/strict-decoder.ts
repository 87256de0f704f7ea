import { userError } from '../core/errors.js';
import { isSingleByte, type Encoding } from './encodings.js';
import { encodingInstead } from './looks-like.js';

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

/** Every byte as the code point of its value (TextDecoder's latin1 is windows-1252). */
const decodeLatin1 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/**
 * The bytes 80 to 9f of windows-1252, a blank where it has no character: Unicode's mapping CP1252.TXT. TextDecoder
 * has them too, but in Node 20 only with `stream: true`.
 */
const CP1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Latin-1 whose bytes 80 to 9f, of which it has none, are the characters `extra`. */
const singleByte = (extra: string): Codec => ({
  decode: (bytes) =>
    decodeLatin1(bytes).replace(/[\x80-\x9f]/g, (control) => {
      const character = extra[control.charCodeAt(0) - 0x80] ?? ' ';
      if (character === ' ') throw new TypeError('a byte without a character');
      return character;
    }),
  whole: (bytes) => bytes.length,
});

/** What decodes each encoding. */
export const codecs: Record<Encoding, Codec> = {
  utf8: unicode('utf-8', wholeUtf8),
  utf16le: unicode('utf-16le', (bytes) => wholeUtf16(bytes, 1)),
  utf16be: unicode('utf-16be', (bytes) => wholeUtf16(bytes, 0)),
  latin1: singleByte(''),
  'windows-1252': singleByte(CP1252),
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
  let begun = isSingleByte(encoding);
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
  if (rest.length > 0) throw undecodable(rest, offset);

  function decodeOrName(bytes: Uint8Array, start: number): string {
    try {
      return codec.decode(bytes);
    } catch {
      const at = firstBadByte(bytes, codec);
      throw undecodable(bytes.subarray(at), start + at);
    }
  }

  function undecodable(bytes: Uint8Array, at: number) {
    const byte = `0x${bytes[0]!.toString(16).padStart(2, '0')}`;
    const instead = encodingInstead(encoding, bytes);
    return userError('corpus/undecodable', { file, encoding, byte, offset: at, instead });
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

/** UTF-16: units of two bytes, of which the byte `high` is the high one; a high surrogate belongs to the next unit. */
function wholeUtf16(bytes: Uint8Array, high: 0 | 1): number {
  const length = bytes.length - (bytes.length % 2);
  const isHighSurrogate = length > 0 && (bytes[length - 2 + high]! & 0xfc) === 0xd8;
  return isHighSurrogate ? length - 2 : length;
}
