import type { VocabularyData } from '../core/snapshot.js';
import { CODE_POINTS, CODE_UNITS, REPLACEMENT } from './code-points.js';

/** Counts how often each code point occurs, over any number of pieces of a text. */
export interface SymbolCounter {
  /** Counts `text`, which must not begin or end inside a surrogate pair. */
  add(text: string): void;
  /** The symbols that occurred at least `minCount` times, by code point; rarer ones are together one U+FFFD. */
  vocabulary(minCount: number): VocabularyData;
}

export function createSymbolCounter(): SymbolCounter {
  // few texts need more than the first 65,536
  let counts = new Float64Array(CODE_UNITS);
  const grow = () => {
    const all = new Float64Array(CODE_POINTS);
    all.set(counts);
    counts = all;
  };
  return {
    add(text) {
      for (let i = 0; i < text.length; i++) {
        let code = text.charCodeAt(i);
        if (code >= 0xd800 && code < 0xdc00) {
          code = text.codePointAt(i)!;
          if (code >= CODE_UNITS) i++;
          if (code >= counts.length) grow();
        }
        counts[code]!++;
      }
    },
    vocabulary: (minCount) => ({ tokens: 'chars', symbols: frequentSymbols(counts, minCount) }),
  };
}

function frequentSymbols(counts: Float64Array, minCount: number): string[] {
  const codes: number[] = [];
  let rare = false;
  for (let code = 0; code < counts.length; code++) {
    if (counts[code]! >= minCount) codes.push(code);
    else if (counts[code]! > 0) rare = true;
  }
  const symbols = codes.filter((code) => counts[code]! > 0).map((code) => String.fromCodePoint(code));
  if (rare && !symbols.includes(REPLACEMENT)) symbols.push(REPLACEMENT);
  return symbols.sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
}
