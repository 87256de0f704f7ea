import { AssertionError } from 'chai';

/** Every |actual − expected| ≤ atol + rtol·|expected|; NaN is never close. Says where it is furthest off. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  rtol = 1e-6,
  atol = 1e-9,
  what = 'value',
): void {
  if (actual.length !== expected.length) {
    throw new AssertionError(`${what}: ${actual.length} numbers, expected ${expected.length}`);
  }
  let worst = 0;
  let at = -1;
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === expected[i]) continue;
    const excess = Math.abs(actual[i]! - expected[i]!) / (atol + rtol * Math.abs(expected[i]!));
    if (!(excess <= worst)) {
      worst = Number.isNaN(excess) ? Infinity : excess;
      at = i;
    }
  }
  if (worst > 1) throw new AssertionError(`${what}[${at}] is ${actual[at]}, expected ${expected[at]}`);
}
