import { codePoint } from '../core/format.js';

/**
 * What a terminal would execute instead of showing: control characters but newline and tab, the invisible
 * characters that reorder text (bidi embeddings, overrides, isolates), and lone halves of surrogate pairs.
 */
const UNSAFE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

/**
 * Makes a text from a model, a corpus or a file name safe for a terminal: control characters appear as their
 * pictures (ESC as ␛), the others as their code point (<U+202E>). Output to pipes is never changed.
 */
export function sanitize(text: string): string {
  return text.replace(UNSAFE, picture);
}

/** The same on one line: newlines and tabs are shown too. For error messages, headers and names. */
export function sanitizeLine(text: string): string {
  return sanitize(text).replace(/[\n\t]/g, picture);
}

function picture(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<${codePoint(code)}>`;
}
