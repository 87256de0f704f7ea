import { isDigit, isLetter } from './classes.js';
import { binary, type ReadyFeature } from './feature.js';

/** Between a full stop, question or exclamation mark and the next letter or digit. */
export const sentences: readonly ReadyFeature[] = [
  binary('after-full-stop', 'after . ? ! until the next word', () => {
    let after = false;
    return (code) => {
      if (code === 46 || code === 63 || code === 33) after = true;
      else if (isLetter(code) || isDigit(code)) after = false;
      return Number(after);
    };
  }),
];
