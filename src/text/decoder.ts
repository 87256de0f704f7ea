import type { Vocabulary } from './vocabulary.js';

/** Ids to text, one at a time. A character of several bytes appears with its last byte. */
export interface Decoder {
  /** The text that is complete now; often one character, '' inside a character of several bytes. */
  write(id: number): string;
  /** What was left incomplete, as U+FFFD. */
  end(): string;
}

export function createDecoder(vocabulary: Vocabulary): Decoder {
  if (vocabulary.tokens === 'chars') {
    return { write: (id) => symbolOf(vocabulary, id), end: () => '' };
  }
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    write: (id) => utf8.decode(Uint8Array.of(id), { stream: true }),
    end: () => utf8.decode(),
  };
}

/** The text of `ids`. Bytes that are not UTF-8 become U+FFFD. */
export function decode(ids: Iterable<number>, vocabulary: Vocabulary): string {
  const decoder = createDecoder(vocabulary);
  let text = '';
  for (const id of ids) text += decoder.write(id);
  return text + decoder.end();
}

function symbolOf(vocabulary: Vocabulary, id: number): string {
  const symbol = vocabulary.symbols[id];
  if (symbol === undefined) throw new RangeError(`no symbol has the id ${id}`);
  return symbol;
}
