/**
 * What bytes look like that are read in an encoding, from signs that text in that encoding does not have: the
 * byte-order mark of another, the signature of a document, NUL in every other place, UTF-16 in the other byte order.
 * A text too short to show such a sign passes.
 */
import { isSingleByte, type Encoding } from './encodings.js';

/** What a text is instead of text in the given encoding, and what to do about it. */
export interface Look {
  /** `it begins with the byte-order mark of UTF-16LE` */
  readonly looks: string;
  readonly instead: string;
  readonly encoding?: Encoding;
}

const CONVERT = 'convert it to UTF-8 (iconv -f ENCODING -t UTF-8)';
const SAVE_AS_TEXT = 'save it as plain text';
const DECOMPRESS = 'decompress it';

const isEncoding = (encoding: Encoding, looks: string): Look => ({
  looks,
  encoding,
  instead: `pass --encoding ${encoding}`,
});

const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));

/** Longer signatures stand before those they begin with. */
const signatures: readonly (readonly [readonly number[], string, string])[] = [
  [ascii('PK\x03\x04'), 'it is a zip archive, as .docx, .odt, .xlsx and .epub files are', SAVE_AS_TEXT],
  [ascii('%PDF-'), 'it is a PDF document', SAVE_AS_TEXT],
  [[0xd0, 0xcf, 0x11, 0xe0], 'it is an Office document (.doc, .xls)', SAVE_AS_TEXT],
  [[0x1f, 0x8b, 0x08], 'it is compressed with gzip', 'decompress it, or give it a name that ends in .gz'],
  [[...ascii('\xfd7zXZ'), 0], 'it is compressed with xz', DECOMPRESS],
  [[0x28, 0xb5, 0x2f, 0xfd], 'it is compressed with zstd', DECOMPRESS],
  [ascii('BZh'), 'it is compressed with bzip2', DECOMPRESS],
  [ascii('\x89PNG'), 'it is an image', 'pass a text'],
  [[0xff, 0xd8, 0xff], 'it is an image', 'pass a text'],
  [[0xff, 0xfe, 0, 0], 'it begins with the byte-order mark of UTF-32', CONVERT],
  [[0, 0, 0xfe, 0xff], 'it begins with the byte-order mark of UTF-32', CONVERT],
];

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf8', [0xef, 0xbb, 0xbf]],
  ['utf16le', [0xff, 0xfe]],
  ['utf16be', [0xfe, 0xff]],
];

const names = { utf8: 'UTF-8', utf16le: 'UTF-16LE', utf16be: 'UTF-16BE' } as const;

/** What a text that begins with `bytes` is, where that is not text in `encoding`. */
export function looksOtherThan(encoding: Encoding, bytes: Uint8Array): Look | undefined {
  const begins = (head: readonly number[]) => head.every((byte, i) => bytes[i] === byte);
  const signature = signatures.find(([head]) => begins(head));
  if (signature !== undefined) return { looks: signature[1], instead: signature[2] };
  const mark = marks.find(([, head]) => begins(head))?.[0];
  if (mark !== undefined && mark !== encoding)
    return isEncoding(mark, `it begins with the byte-order mark of ${names[mark as keyof typeof names]}`);
  return encoding === 'utf8' || isSingleByte(encoding)
    ? looksLikeUtf16(bytes)
    : (looksLikeOtherOrder(encoding, bytes) ?? looksLikeBytes(bytes));
}

/** Latin letters in UTF-16: NUL in every other place, and hardly elsewhere. */
function looksLikeUtf16(bytes: Uint8Array): Look | undefined {
  const nuls = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) nuls[i % 2]!++;
  const [even, odd] = nuls as [number, number];
  const most = Math.max(even, odd);
  if (most < 4 || 4 * most < bytes.length || 16 * Math.min(even, odd) > most) return undefined;
  const encoding = odd > even ? 'utf16le' : 'utf16be';
  return isEncoding(encoding, `half of it is NUL, as in ${names[encoding]}`);
}

/**
 * UTF-16 in the other byte order: then four times as many of its units are ASCII, as blanks and line ends are in most
 * scripts, or the ideographic space, comma and full stop.
 */
function looksLikeOtherOrder(encoding: Encoding, bytes: Uint8Array): Look | undefined {
  const units = bytes.length >> 1;
  const counts = { utf16le: 0, utf16be: 0 };
  for (let i = 0; i < units; i++) {
    const [a, b] = [bytes[2 * i]!, bytes[2 * i + 1]!];
    if (isUsual(a | (b << 8))) counts.utf16le++;
    if (isUsual((a << 8) | b)) counts.utf16be++;
  }
  const other = encoding === 'utf16le' ? 'utf16be' : 'utf16le';
  const [here, there] = [counts[encoding as keyof typeof counts], counts[other]];
  if (there < 4 || there <= 4 * here || 100 * there < units) return undefined;
  return isEncoding(other, `its bytes are in the order of ${names[other]}`);
}

const isUsual = (unit: number) =>
  (unit >= 0x20 && unit < 0x7f) ||
  (unit >= 9 && unit <= 13) ||
  (unit >= 0x3000 && unit <= 0x3002) ||
  unit === 0xff0c;

/** Text of bytes, which has no NUL and, in UTF-16, would be a jumble of ideographs. */
function looksLikeBytes(bytes: Uint8Array): Look | undefined {
  let printable = 0;
  let blanks = 0;
  let beginnings = 0; // of characters of several bytes in UTF-8
  for (const byte of bytes) {
    if (byte === 0) return undefined;
    if (byte === 0x20 || (byte >= 9 && byte <= 13)) blanks++;
    else if (byte > 0x20 && byte < 0x7f) printable++;
    else if (byte >= 0xc0) beginnings++;
  }
  const mostlyAscii = bytes.length >= 16 && 4 * (blanks + printable) >= 3 * bytes.length;
  const isText = mostlyAscii && 25 * blanks >= bytes.length;
  if (isUtf8(bytes) && (isText || beginnings >= 4)) return isEncoding('utf8', 'it looks like UTF-8');
  return isText ? isEncoding('windows-1252', 'it has no NUL, as text of single bytes') : undefined;
}

/** Whether all bytes are UTF-8, except that the last character may be incomplete. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** What to do about bytes of which the first is not in the encoding. */
export function encodingInstead(encoding: Encoding, bytes: Uint8Array): string {
  const isWestern = (encoding === 'utf8' || encoding === 'latin1') && looksWestern(bytes);
  return isWestern ? 'pass --encoding windows-1252' : CONVERT;
}

/** Of windows-1252: quotes and dashes, the euro, the ellipsis, and what latin1 has of signs and letters. */
const isWesternSign = (byte: number) =>
  byte === 0x80 || byte === 0x85 || (byte >= 0x91 && byte <= 0x97) || byte === 0xa0 || byte >= 0xab;

/** Single accented letters, quotes and dashes among ASCII; other alphabets have whole words beyond ASCII. */
function looksWestern(bytes: Uint8Array): boolean {
  let [others, western, run] = [0, 0, 0];
  for (const byte of bytes) {
    run = byte < 0x80 ? 0 : run + 1;
    if (run > 3) return false;
    if (run === 0) continue;
    others++;
    if (isWesternSign(byte)) western++;
  }
  return 2 * western > others;
}
