import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import { exp, tanh } from '../../src/kernels/js/exp.js';

/** A unit in the last place of a number. */
const ulp = (x: number): number => 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);

describe('exp', () => {
  it('is within a unit in the last place of Math.exp, for any exponent and next to 0', () => {
    const rng = createRng(1);
    for (let i = 0; i < 20_000; i++) {
      const x = (2 * rng.uniform() - 1) * (i % 2 ? 700 : 2 ** (-30 * rng.uniform()));
      const expected = Math.exp(x);
      expect(Math.abs(exp(x) - expected), `exp ${x}`).to.be.at.most(1.01 * ulp(expected));
    }
  });

  it('is 1 at 0, 0 far below, ∞ far above, and not a number where x is none', () => {
    expect([0, -0, -800, 800, -Infinity, Infinity, NaN].map(exp)).to.deep.equal([
      1,
      1,
      0,
      Infinity,
      0,
      Infinity,
      NaN,
    ]);
  });

  it('reaches the largest number, and the subnormal ones', () => {
    expect(exp(709.7) / Math.exp(709.7)).to.be.closeTo(1, 1e-13);
    expect(exp(-720) / Math.exp(-720)).to.be.closeTo(1, 1e-9);
  });

  it('gives a hyperbolic tangent between −1 and 1', () => {
    for (const x of [-400, -3, -0.1, 0, 0.1, 3, 400]) expect(tanh(x)).to.be.closeTo(Math.tanh(x), 3e-16);
  });
});
