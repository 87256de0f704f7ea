import { isDigit, isLetter, NEWLINE } from './classes.js';
import { binary, type ReadyFeature, type Step } from './feature.js';

/**
 * Quotation, straight or curly. A blank line ends it: in a speech of several paragraphs each begins with an opening
 * quote.
 */
export const quotes: readonly ReadyFeature[] = [
  binary('double-quotes', 'inside double quotes', insideDouble),
  binary('single-quotes', 'inside single quotes', insideSingle),
];

const DOUBLE = 34; // "
const OPEN_DOUBLE = 0x201c; // “
const CLOSE_DOUBLE = 0x201d; // ”
const SINGLE = 39; // '
const OPEN_SINGLE = 0x2018; // ‘
const CLOSE_SINGLE = 0x2019; // ’

function insideDouble(): Step {
  let inside = false;
  return (code, i, codes) => {
    if (code === DOUBLE) inside = !inside;
    else if (code === OPEN_DOUBLE) inside = true;
    else if (code === CLOSE_DOUBLE || isBlankLine(codes, i)) inside = false;
    return Number(inside);
  };
}

/**
 * An apostrophe has a letter or digit on both sides; an opening quote has none before it, a closing one none after it.
 */
function insideSingle(): Step {
  let inside = false;
  return (code, i, codes) => {
    if (code === SINGLE || code === OPEN_SINGLE || code === CLOSE_SINGLE) {
      const afterWord = i > 0 && isWord(codes[i - 1]!);
      const beforeWord = i + 1 < codes.length && isWord(codes[i + 1]!);
      if (!inside && !afterWord && code !== CLOSE_SINGLE) inside = true;
      else if (inside && !(afterWord && beforeWord) && code !== OPEN_SINGLE) inside = false;
    } else if (isBlankLine(codes, i)) inside = false;
    return Number(inside);
  };
}

const isWord = (code: number): boolean => isLetter(code) || isDigit(code);

const isBlankLine = (codes: Int32Array, i: number): boolean =>
  codes[i] === NEWLINE && (codes[i - 1] === NEWLINE || (codes[i - 1] === 13 && codes[i - 2] === NEWLINE));
