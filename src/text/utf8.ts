/** The characters of bytes: a code point each, and for every byte the character it belongs to. */
interface Characters {
  readonly codes: Int32Array;
  readonly characterOf: Int32Array;
}

/**
 * Reads bytes as UTF-8 and never fails: a byte that belongs to no well-formed character is one by itself, the Latin-1
 * character of its number. Texts in UTF-8 and in Latin-1 are thus both read correctly.
 */
export function charactersOf(bytes: ArrayLike<number>): Characters {
  const codes: number[] = [];
  const characterOf = new Int32Array(bytes.length);
  for (let i = 0; i < bytes.length;) {
    const { code, length } = characterAt(bytes, i);
    characterOf.fill(codes.length, i, i + length);
    codes.push(code);
    i += length;
  }
  return { codes: Int32Array.from(codes), characterOf };
}

/** The smallest code point that needs so many bytes: anything below is an overlong form, which is not UTF-8. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000];

function characterAt(bytes: ArrayLike<number>, i: number): { code: number; length: number } {
  const first = bytes[i]!;
  const alone = { code: first, length: 1 };
  const length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 1;
  if (length === 1) return alone;
  let code = first & (0x7f >> length);
  for (let k = 1; k < length; k++) {
    const next = bytes[i + k] ?? 0;
    if ((next & 0xc0) !== 0x80) return alone;
    code = (code << 6) | (next & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  return code < LEAST[length]! || code > 0x10ffff || isSurrogate ? alone : { code, length };
}
