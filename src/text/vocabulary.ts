import type { VocabularyData } from '../core/snapshot.js';

/** The symbols of a text and their ids 0 ... size−1. A symbol is a Unicode code point or, with `bytes`, a byte. */
export interface Vocabulary extends VocabularyData {
  /** V. */
  readonly size: number;
  /**
   * The id of a code point (as a string), or undefined when the training text does not contain it. Not used with
   * `bytes`.
   */
  idOf(symbol: string): number | undefined;
}

/** The vocabulary that `data` describes, as saved in a checkpoint. */
export function createVocabulary(data: VocabularyData): Vocabulary {
  if (data.tokens === 'bytes') {
    return { tokens: 'bytes', symbols: [], size: 256, idOf: () => undefined };
  }
  const ids = new Map(data.symbols.map((symbol, id) => [symbol, id]));
  return {
    tokens: 'chars',
    symbols: data.symbols,
    size: data.symbols.length,
    idOf: (symbol) => ids.get(symbol),
  };
}

/** A name for every symbol, in the order of the ids: the character itself, or `byte 0` ... `byte 255`. */
export function symbolNames(data: VocabularyData): readonly string[] {
  return data.tokens === 'bytes' ? Array.from({ length: 256 }, (_, byte) => `byte ${byte}`) : data.symbols;
}
