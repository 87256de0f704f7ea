/** Letters and digits of any script, and the apostrophe inside a word (don't). */
const WORD_CHARACTER = /[\p{L}\p{N}'’]/u;

/** A maximal run of word characters: characters from ... to of a text. */
export interface Word {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/** The words of a text that is given character by character. */
export function* wordsOf(characters: Iterable<string>): Generator<Word> {
  let word = '';
  let at = 0;
  for (const character of characters) {
    if (WORD_CHARACTER.test(character)) word += character;
    else if (word !== '') {
      yield { word, from: at - [...word].length, to: at };
      word = '';
    }
    at++;
  }
  if (word !== '') yield { word, from: at - [...word].length, to: at };
}

/** How often each word occurs. */
export function countWords(characters: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { word } of wordsOf(characters)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
