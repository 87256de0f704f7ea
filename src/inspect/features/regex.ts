import type { ReadyFeature } from './feature.js';

/** Inside a match of a regular expression, over the text as a whole. */
export function regexFeature(name: string, what: string, pattern: RegExp): ReadyFeature {
  return { name, kind: 'binary', what, values: (codes) => matches(codes, pattern) };
}

/** Code points to a string, which counts in UTF-16 units, and back: `place` advances with the matches. */
function matches(codes: Int32Array, pattern: RegExp): Float32Array {
  const values = new Float32Array(codes.length);
  let i = 0;
  let unit = 0;
  const place = (wanted: number): number => {
    while (unit < wanted && i < codes.length) unit += codes[i++]! > 0xffff ? 2 : 1;
    return i;
  };
  const flags = pattern.flags.includes('g') ? pattern.flags : pattern.flags + 'g';
  for (const match of stringOf(codes).matchAll(new RegExp(pattern.source, flags))) {
    const from = place(match.index);
    values.fill(1, from, place(match.index + match[0].length));
  }
  return values;
}

/** The text of code points, in pieces small enough to be arguments of a call. */
function stringOf(codes: Int32Array): string {
  const PIECE = 8192;
  const parts: string[] = [];
  for (let i = 0; i < codes.length; i += PIECE) {
    parts.push(String.fromCodePoint(...codes.subarray(i, i + PIECE)));
  }
  return parts.join('');
}
