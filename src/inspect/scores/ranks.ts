/**
 * The rank of each value among all, from 1; equal values share their mean rank. No value may be NaN.
 *
 * Sorts pairs of value and index as 64-bit whole numbers, which needs no comparison function: the value's 32 bits in
 * front, made so that their order as whole numbers is that of the floats; the index behind.
 */
export function ranksOf(values: Float32Array): Float32Array {
  const n = values.length;
  const pairs = new BigUint64Array(n);
  const words = new Uint32Array(pairs.buffer);
  const floats = new Float32Array(n);
  const bits = new Int32Array(floats.buffer);
  for (let i = 0; i < n; i++) {
    floats[i] = values[i]! + 0; // −0 becomes 0
    words[2 * i + LOW] = i;
    words[2 * i + HIGH] = bits[i]! < 0 ? ~bits[i]! : bits[i]! | SIGN;
  }
  pairs.sort();
  const ranks = new Float32Array(n);
  for (let from = 0, to = 0; from < n; from = to) {
    while (to < n && words[2 * to + HIGH] === words[2 * from + HIGH]) to++;
    for (let i = from; i < to; i++) ranks[words[2 * i + LOW]!] = (from + 1 + to) / 2;
  }
  return ranks;
}

const SIGN = 0x80000000;
/** Which of the two 32-bit words of a 64-bit number comes first depends on the machine. */
const LOW = new Uint32Array(new BigUint64Array([1n]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;
