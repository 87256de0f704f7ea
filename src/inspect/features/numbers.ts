import { isDigit } from './classes.js';
import { binary, type ReadyFeature } from './feature.js';

/** Digits, with the points and commas between two of them. */
export const numbers: readonly ReadyFeature[] = [
  binary('digits', 'in a number', () => {
    let inside = false;
    return (code, i, codes) => {
      const joins = inside && (code === 46 || code === 44) && isDigit(codes[i + 1] ?? 0);
      inside = isDigit(code) || joins;
      return Number(inside);
    };
  }),
];
