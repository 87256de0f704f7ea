import { codePoint } from '../core/format.js';

/** The number of code points: U+0000 ... U+10FFFF. */
export const CODE_POINTS = 0x110000;

/** How many of them are a single unit of UTF-16. */
export const CODE_UNITS = 0x10000;

/** U+FFFD, the symbol that stands for characters too rare to be learned. */
export const REPLACEMENT = '\ufffd';

/** A code point for a message: `'é' (U+00E9)`, and without its glyph where that could disturb a terminal. */
export function nameSymbol(symbol: string): string {
  const code = codePoint(symbol.codePointAt(0)!);
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(symbol) ? `'${symbol}' (${code})` : code;
}
