import { createSymbolCounter } from './count.js';
import { arraySource, type IdSource } from './id-source.js';
import { encodeKnown } from './tokens.js';
import { createVocabulary, type Vocabulary } from './vocabulary.js';

/** A text in memory: its symbols, and their ids in order. */
export interface TextCorpus {
  readonly vocabulary: Vocabulary;
  readonly source: IdSource;
}

/**
 * The corpus of a text. Symbols are its code points or, with `tokens: 'bytes'`, the bytes of its UTF-8; code points
 * that occur less than `minCount` times are replaced by U+FFFD.
 *
 * @example
 * const corpus = corpusFromText('hello world');
 * corpus.vocabulary.symbols; // [' ', 'd', 'e', 'h', 'l', 'o', 'r', 'w']
 */
export function corpusFromText(
  text: string,
  { tokens = 'chars', minCount = 1 }: { tokens?: 'chars' | 'bytes'; minCount?: number } = {},
): TextCorpus {
  const counter = createSymbolCounter();
  counter.add(text);
  const data = tokens === 'bytes' ? { tokens, symbols: [] } : counter.vocabulary(minCount);
  const vocabulary = createVocabulary(data);
  return { vocabulary, source: arraySource(encodeKnown(text, vocabulary).ids) };
}
