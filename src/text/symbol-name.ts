import type { Vocabulary } from './vocabulary.js';

/**
 * A symbol as all outputs write it, one per position: the character itself; with bytes the ASCII character, and `0xe9`
 * for a byte that is none. A character has one code point, so the two cannot be confused.
 */
export function symbolName(id: number, vocabulary: Pick<Vocabulary, 'tokens' | 'symbols'>): string {
  if (vocabulary.tokens === 'bytes') return byteName(id);
  const symbol = vocabulary.symbols[id];
  if (symbol === undefined) throw new RangeError(`no symbol has the id ${id}`);
  return symbol;
}

/** `a`, a newline, `0xe9`. */
export function byteName(byte: number): string {
  return byte < 0x80 ? String.fromCharCode(byte) : `0x${byte.toString(16)}`;
}
