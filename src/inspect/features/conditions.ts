import { isDigit, isLetter, isSpace } from './classes.js';
import { binary, type ReadyFeature, type Step } from './feature.js';

/** The parenthesis after the word `if`, inner parentheses included. */
export const conditions: readonly ReadyFeature[] = [
  binary('if-condition', 'inside the condition of an if', insideCondition),
];

function insideCondition(): Step {
  let word = '';
  let armed = false; // the last word was `if`, and only blanks have followed
  let depth = 0;
  return (code) => {
    if (depth > 0) {
      if (code === 40) depth++;
      else if (code === 41) depth--;
      return Number(depth > 0);
    }
    if (isLetter(code) || isDigit(code) || code === 95) {
      word = word.length < 3 ? word + String.fromCodePoint(code) : word;
      armed = false;
      return 0;
    }
    if (word !== '') armed = word === 'if';
    word = '';
    if (armed && code === 40) depth = 1;
    if (!isSpace(code)) armed = false;
    return Number(depth > 0);
  };
}
