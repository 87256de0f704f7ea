import { sum } from '../core/numbers.js';

/** Several byte strings as one. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(sum(parts.map(({ length }) => length)));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Integers as little-endian bytes: `littleEndian([2, 20], [4, 7])` is a 20 in two bytes and a 7 in four. */
export function littleEndian(
  ...fields: readonly (readonly [size: 1 | 2 | 4 | 8, value: number])[]
): Uint8Array {
  const bytes = new Uint8Array(sum(fields.map(([size]) => size)));
  let at = 0;
  for (const [size, value] of fields) {
    for (let i = 0, rest = value; i < size; i++, rest = Math.floor(rest / 256)) bytes[at + i] = rest % 256;
    at += size;
  }
  return bytes;
}
