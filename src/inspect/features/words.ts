import { isDigit, isLetter, isLower, isUpper } from './classes.js';
import { binary, graded, type ReadyFeature, type Step } from './feature.js';

/** A word is a run of letters, digits and underscores. */
const isWord = (code: number): boolean => isLetter(code) || isDigit(code) || code === 95;

/** The position of a character in its word, and the case of the word. */
export const words: readonly ReadyFeature[] = [
  graded('word-length', 'letters of the word so far', () => {
    let length = 0;
    return (code) => (length = isWord(code) ? length + 1 : 0);
  }),
  { name: 'word-position', kind: 'graded', what: 'share of its word passed', values: position },
  binary('capitalized', 'in a Capitalized word', () => startedBy(isUpper)),
  binary('all-caps', 'in a word in CAPITALS', allCaps),
];

/** 1 at the last letter of a word, 0 between words. */
function position(codes: Int32Array): Float32Array {
  const values = new Float32Array(codes.length);
  let start = 0;
  for (let i = 0; i <= codes.length; i++) {
    if (i < codes.length && isWord(codes[i]!)) continue;
    for (let j = start; j < i; j++) values[j] = (j - start + 1) / (i - start);
    start = i + 1;
  }
  return values;
}

/** Inside a word whose first character satisfies `test`. */
function startedBy(test: (code: number) => boolean): Step {
  let [inWord, holds] = [false, false];
  return (code) => {
    const word = isWord(code);
    if (word && !inWord) holds = test(code);
    inWord = word;
    return Number(word && holds);
  };
}

/** From the second capital in a row on, until the word ends or a lower-case letter follows. */
function allCaps(): Step {
  let [capitals, spoilt] = [0, false];
  return (code) => {
    if (!isWord(code)) [capitals, spoilt] = [0, false];
    else if (isUpper(code)) capitals++;
    else if (isLower(code)) spoilt = true;
    return Number(capitals >= 2 && !spoilt);
  };
}
