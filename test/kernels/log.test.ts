import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import { log } from '../../src/kernels/js/log.js';

/** Where engines differ in the last digit; what fdlibm gives. */
const PINNED: readonly [number, number][] = [
  [5.81, 1.75958057086382],
  [10.99, 2.3969857684155302],
  [22.46, 3.1117359493102974],
  [41.7, 3.7305011288047556],
  [47.99, 3.870992655870154],
  [87.21, 4.468319003238895],
  [94.61, 4.549763178716352],
  [99.42, 4.599353300666527],
];

/** A unit in the last place of a number. */
const ulp = (x: number): number => 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);

describe('log', () => {
  it('is the same number in every engine', () => {
    for (const [x, expected] of PINNED) expect(log(x), `log ${x}`).to.equal(expected);
  });

  it('is within a unit in the last place of Math.log, for any exponent and next to 1', () => {
    const rng = createRng(1);
    for (let i = 0; i < 20_000; i++) {
      const [u, v] = [rng.uniform(), rng.uniform()];
      const x = i % 2 ? (1 + u) * 2 ** Math.floor(2000 * v - 1000) : 1 + (u - 0.5) * 2 ** (-50 * v);
      const expected = Math.log(x);
      expect(Math.abs(log(x) - expected), `log ${x}`).to.be.at.most(1.01 * ulp(expected));
    }
  });

  it('is 0 at 1, −∞ at 0, not a number below, and ∞ at ∞', () => {
    expect([1, 0, -1, Infinity, NaN].map(log)).to.deep.equal([0, -Infinity, NaN, Infinity, NaN]);
    for (let k = -60; k < 60; k++) expect(log(2 ** k) / Math.LN2, `2^${k}`).to.be.closeTo(k, 1e-13);
  });
});
