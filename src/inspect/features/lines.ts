import { NEWLINE } from './classes.js';
import { graded, type ReadyFeature } from './feature.js';

/**
 * The position of a character in its line. The newline counts as the start of the next line, since it has been read.
 */
export const lines: readonly ReadyFeature[] = [
  graded('line-length', 'characters since the newline', () => {
    let length = 0;
    return (code) => (length = code === NEWLINE ? 0 : length + 1);
  }),
  { name: 'line-end', kind: 'graded', what: 'characters to the next newline', values: distanceToEnd },
  { name: 'line-position', kind: 'graded', what: 'share of its line passed', values: position },
];

/** Backwards from the end: 0 at the character whose successor is the newline. */
function distanceToEnd(codes: Int32Array): Float32Array {
  const values = new Float32Array(codes.length);
  let distance = 0;
  for (let i = codes.length - 1; i >= 0; i--) {
    values[i] = distance;
    distance = codes[i] === NEWLINE ? 0 : distance + 1;
  }
  return values;
}

/** 0 at the newline before a line, 1 at its last character; 0 in an empty line. */
function position(codes: Int32Array): Float32Array {
  const left = distanceToEnd(codes);
  let passed = 0;
  return left.map((distance, i) => {
    passed = codes[i] === NEWLINE ? 0 : passed + 1;
    return passed === 0 ? 0 : passed / (passed + distance);
  });
}
