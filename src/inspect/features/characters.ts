import { isDigit, isLetter, isLower, isPunctuation, isSpace, isUpper } from './classes.js';
import { binary, type ReadyFeature } from './feature.js';

/**
 * What the current character itself is. A cell that tracks one of these is an echo of its input: see
 * search/controls.ts.
 */
export const characters: readonly ReadyFeature[] = [
  binary('vowel', 'is a vowel', () => (code) => Number(VOWELS.has(code))),
  binary('whitespace', 'is white space', () => (code) => Number(isSpace(code))),
  binary('letter', 'is a letter', () => (code) => Number(isLetter(code))),
  binary('lower-case', 'is a lower-case letter', () => (code) => Number(isLower(code))),
  binary('upper-case', 'is an upper-case letter', () => (code) => Number(isUpper(code))),
  binary('digit', 'is a digit', () => (code) => Number(isDigit(code))),
  binary('punctuation', 'is a punctuation mark', () => (code) => Number(isPunctuation(code))),
];

const VOWELS = new Set(
  Array.from('aeiouAEIOUäöüÄÖÜáàâéèêëíìîïóòôúùûÁÀÂÉÈÊËÍÌÎÏÓÒÔÚÙÛ', (v) => v.charCodeAt(0)),
);
