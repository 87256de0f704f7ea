import type { Rng } from '../../src/core/rng.js';

/** Pieces of text that mean something in a header. */
const TOKENS = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '-1',
  '1e400',
  '0',
  'null',
  '4294967296',
  '__proto__',
  'NaN',
  '\\',
];

/** A copy of `bytes` with one to four changes of the kinds that fuzzers know to hurt. */
export function mutate(bytes: Uint8Array, rng: Rng): Uint8Array {
  let mutated = Uint8Array.from(bytes);
  for (let changes = 1 + rng.below(4); changes > 0; changes--) mutated = mutateOnce(mutated, rng);
  return mutated;
}

function mutateOnce(bytes: Uint8Array<ArrayBuffer>, rng: Rng): Uint8Array<ArrayBuffer> {
  const at = rng.below(bytes.length + 1);
  const length = rng.below(16);
  switch (rng.below(6)) {
    case 0:
      bytes[at] = rng.below(256);
      return bytes;
    case 1:
      bytes[at]! ^= 1 << rng.below(8);
      return bytes;
    case 2:
      return splice(bytes, at, length, new Uint8Array(0));
    case 3:
      return splice(bytes, at, 0, bytes.slice(at, at + length));
    case 4:
      return splice(bytes, at, length, bytes.slice(rng.below(bytes.length), at));
    default: {
      const token = new TextEncoder().encode(TOKENS[rng.below(TOKENS.length)]);
      return splice(bytes, at, rng.below(2) * token.length, token);
    }
  }
}

/** `bytes` with `removed` bytes from `at` on replaced by `inserted`. */
function splice(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array) {
  const tail = bytes.subarray(Math.min(bytes.length, at + removed));
  const result = new Uint8Array(at + inserted.length + tail.length);
  result.set(bytes.subarray(0, at));
  result.set(inserted, at);
  result.set(tail, at + inserted.length);
  return result;
}
