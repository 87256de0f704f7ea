import type { Encoding } from '../../../src/text/encodings.js';

/** A file that text tools stumble over: its bytes, and the text or the offset of the first bad byte that must come of it. */
export interface HardText {
  readonly name: string;
  readonly encoding: Encoding;
  readonly bytes: Uint8Array;
  readonly text?: string;
  readonly badByte?: number;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: number[]) => Uint8Array.from(values);
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const swapped = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
const good = (name: string, text: string): HardText => ({ name, encoding: 'utf8', bytes: utf8(text), text });
const bad = (name: string, prefix: string, tail: number[], badByte: number): HardText => ({
  name,
  encoding: 'utf8',
  bytes: new Uint8Array([...utf8(prefix), ...tail]),
  badByte,
});

export const hardTexts: readonly HardText[] = [
  good('an empty file', ''),
  good('one character', 'x'),
  good('one character of four bytes', '😀'),
  good('Unix line ends', 'a\nb\n'),
  good('Windows line ends', 'a\r\nb\r\n'),
  good('old Mac line ends', 'a\rb\r'),
  good('no line end at the end', 'first\nlast'),
  good('NUL characters', 'a\0b\0\0'),
  good('every control character', String.fromCharCode(...Array.from({ length: 32 }, (_, i) => i), 127)),
  good('accents of two bytes', 'é'.repeat(1000)),
  good('Chinese, three bytes each', '春眠不覺曉，處處聞啼鳥。'.repeat(40)),
  good('emoji of four bytes', '😀🚀🎉'.repeat(100)),
  good('joined emoji and combining marks', '👩‍👩‍👧‍👦 e\u0301 \u1112\u1161\u11ab'),
  good('all lengths mixed', 'aé春😀'.repeat(300)),
  good('the highest code point', 'a\u{10ffff}b'),
  good('non-characters', '\ufffe\uffff'),
  good('a genuine U+FFFD', 'a\ufffdb'),
  good('a byte-order mark in the middle', 'a\ufeffb'),
  { name: 'a byte-order mark', encoding: 'utf8', bytes: bytes(0xef, 0xbb, 0xbf, 0x61), text: 'a' },
  { name: 'two byte-order marks', encoding: 'utf8', bytes: utf8('\ufeff\ufeffa'), text: '\ufeffa' },
  { name: 'nothing but a byte-order mark', encoding: 'utf8', bytes: utf8('\ufeff'), text: '' },
  bad('a byte no UTF-8 has', 'Fran', [0xff, 0x61], 4),
  bad('latin1 taken for UTF-8', 'Fran', [0xe7, 0x61, 0x69, 0x73], 4),
  bad('a continuation byte by itself', 'aé', [0x80, 0x61], 3),
  bad('a character cut off at the end', '春', [0xf0, 0x9f, 0x98], 3),
  bad('a character cut off in the middle', 'ab', [0xe6, 0x98, 0x61, 0x62], 2),
  bad('an overlong slash', 'ab', [0xc0, 0xaf], 2),
  bad('an encoded surrogate', 'abc', [0xed, 0xa0, 0x80], 3),
  bad('a code point beyond Unicode', '', [0xf4, 0x90, 0x80, 0x80], 0),
  bad('an invalid byte far into the text', 'x'.repeat(9_000), [0xc3, 0x28], 9_000),
  { name: 'UTF-16 taken for UTF-8', encoding: 'utf8', bytes: bytes(0xff, 0xfe, 0x61, 0), badByte: 0 },
  { name: 'latin1, all its bytes', encoding: 'latin1', ...latin1() },
  {
    name: 'quotes of windows-1252 taken for latin1',
    encoding: 'latin1',
    bytes: bytes(0xe9, 0x93, 0x61),
    badByte: 1,
  },
  {
    name: 'windows-1252',
    encoding: 'windows-1252',
    bytes: bytes(0x93, 0xc7, 0x61, 0x94, 0x20, 0x96, 0x20, 0x80, 0x9f),
    text: '“Ça” – €Ÿ',
  },
  { name: 'a byte windows-1252 lacks', encoding: 'windows-1252', bytes: bytes(0x93, 0x61, 0x9d), badByte: 2 },
  { name: 'UTF-16', encoding: 'utf16le', bytes: utf16('aé春😀'.repeat(50)), text: 'aé春😀'.repeat(50) },
  { name: 'UTF-16 with a mark', encoding: 'utf16le', bytes: utf16('\ufeffab'), text: 'ab' },
  {
    name: 'big-endian UTF-16',
    encoding: 'utf16be',
    bytes: swapped('aé春😀'.repeat(50)),
    text: 'aé春😀'.repeat(50),
  },
  { name: 'big-endian UTF-16 with a mark', encoding: 'utf16be', bytes: swapped('\ufeffab'), text: 'ab' },
  { name: 'half a pair at the end, big-endian', encoding: 'utf16be', bytes: swapped('a\ud800'), badByte: 2 },
  { name: 'UTF-16 of odd length', encoding: 'utf16le', bytes: bytes(0x61, 0, 0x62), badByte: 2 },
  { name: 'half a surrogate pair', encoding: 'utf16le', bytes: bytes(0x61, 0, 0, 0xd8, 0x61, 0), badByte: 2 },
  { name: 'half a pair at the end', encoding: 'utf16le', bytes: bytes(0x61, 0, 0, 0xd8), badByte: 2 },
];

function latin1() {
  const all = Uint8Array.from({ length: 224 }, (_, i) => (i < 128 ? i : i + 32));
  return { bytes: all, text: String.fromCharCode(...all) };
}
