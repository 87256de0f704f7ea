import type { Vocabulary } from './vocabulary.js';

/**
 * A symbol as all outputs write it, one per position: the character itself; with bytes the character where it is
 * printable ASCII or white space, else `0xe9`. A character has one code point, so the two cannot be confused.
 */
export function symbolName(id: number, vocabulary: Pick<Vocabulary, 'tokens' | 'symbols'>): string {
  if (vocabulary.tokens === 'bytes') return byteName(id);
  const symbol = vocabulary.symbols[id];
  if (symbol === undefined) throw new RangeError(`no symbol has the id ${id}`);
  return symbol;
}

/** `a`, a newline, `0x00`, `0xe9`. */
export function byteName(byte: number): string {
  const shown = (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13;
  return shown ? String.fromCharCode(byte) : `0x${byte.toString(16).padStart(2, '0')}`;
}
