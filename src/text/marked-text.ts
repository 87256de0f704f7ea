import { isSingleByte, type Encoding } from './encodings.js';
import { codecs } from './strict-decoder.js';

// A byte that is not in the encoding becomes a lone surrogate, U+DC00 + byte, which no decoded text contains (Python's
// surrogateescape, PEP 383). So a bad byte spoils its own line or row, and no other.

const MARK = 0xdc00;

/** Whether a text has a marked byte. */
export function isMarked(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

/**
 * The text of some bytes in pieces, however they are divided, with bad bytes marked. A byte-order mark at the
 * beginning is dropped.
 */
export async function* decodeMarked(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const { whole } = codecs[encoding];
  let rest: Uint8Array = new Uint8Array(0);
  let begun = isSingleByte(encoding);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const length = whole(bytes);
    let text = decode(bytes.subarray(0, length), encoding);
    rest = Uint8Array.from(bytes.subarray(length));
    if (text === '') continue;
    if (!begun && text.startsWith('\ufeff')) text = text.slice(1);
    begun = true;
    if (text !== '') yield text;
  }
  if (rest.length > 0) yield decode(rest, encoding);
}

/** A text as UTF-8, its marked bytes as they were. */
export function encodeMarked(text: string): Uint8Array {
  const parts = text.split(/(\p{Surrogate})/u).map((part, i) => {
    return i % 2 === 0 ? Buffer.from(part) : Buffer.of(part.charCodeAt(0) & 0xff);
  });
  return Buffer.concat(parts);
}

function decode(bytes: Uint8Array, encoding: Encoding): string {
  try {
    return codecs[encoding].decode(bytes);
  } catch {
    return markBad(bytes, encoding);
  }
}

/** Decodes runs of good characters, and marks the bytes that begin none. */
function markBad(bytes: Uint8Array, encoding: Encoding): string {
  const lengthAt = lengths[encoding];
  const unit = encoding === 'utf16le' || encoding === 'utf16be' ? 2 : 1;
  const { decode } = codecs[encoding];
  let text = '';
  let good = 0;
  for (let i = 0; i < bytes.length;) {
    const length = lengthAt(bytes, i);
    if (length > 0) {
      i += length;
      continue;
    }
    text += decode(bytes.subarray(good, i));
    good = Math.min(i + unit, bytes.length);
    while (i < good) text += String.fromCharCode(MARK + bytes[i++]!);
  }
  return text + decode(bytes.subarray(good));
}

/** The bytes of the character that begins at `at`, by encoding; 0 where none does. */
const lengths: Record<Encoding, (bytes: Uint8Array, at: number) => number> = {
  utf8: utf8Length,
  utf16le: (bytes, at) => utf16Length(bytes, at, 1),
  utf16be: (bytes, at) => utf16Length(bytes, at, 0),
  latin1: (bytes, at) => singleLength(bytes, at, 'latin1'),
  'windows-1252': (bytes, at) => singleLength(bytes, at, 'windows-1252'),
};

/** The smallest code point that a sequence of so many bytes may stand for. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000];

/** RFC 3629. */
function utf8Length(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  let code = lead & (0x7f >> length);
  for (let i = at + 1; i < at + length; i++) {
    const byte = bytes[i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return 0;
    code = (code << 6) | (byte & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  return code < LEAST[length]! || code > 0x10ffff || isSurrogate ? 0 : length;
}

/** `high`: the place of a unit's high byte. */
function utf16Length(bytes: Uint8Array, at: number, high: 0 | 1): number {
  const half = (unit: number) => (at + unit + 1 < bytes.length ? bytes[at + unit + high]! & 0xfc : 0);
  if (at + 1 >= bytes.length || half(0) === 0xdc) return 0;
  if (half(0) !== 0xd8) return 2;
  return half(2) === 0xdc ? 4 : 0;
}

function singleLength(bytes: Uint8Array, at: number, encoding: Encoding): number {
  const byte = bytes[at]!;
  if (byte < 0x80 || byte >= 0xa0) return 1;
  try {
    codecs[encoding].decode(bytes.subarray(at, at + 1));
    return 1;
  } catch {
    return 0;
  }
}
