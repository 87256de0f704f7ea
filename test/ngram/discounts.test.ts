import { expect } from 'chai';
import { estimateDiscounts, fallbackDiscounts } from '../../src/ngram/discounts.js';

describe('estimateDiscounts', () => {
  it('follows equation 26 of Chen & Goodman', () => {
    // n1 … n4 = 10, 5, 3, 2: Y = 10/20 = ½; D1 = 1 − 2·½·5/10 = ½; D2 = 2 − 3·½·3/5 = 1.1; D3+ = 3 − 4·½·2/3 = 1⅔
    const [, D1, D2, D3] = estimateDiscounts([0, 10, 5, 3, 2]);
    expect(D1).closeTo(0.5, 1e-15);
    expect(D2).closeTo(1.1, 1e-15);
    expect(D3).closeTo(5 / 3, 1e-15);
  });

  it('falls back where a count of counts is missing or a discount leaves its range', () => {
    for (const n of [
      [0, 0, 0, 0, 0],
      [0, 3, 0, 1, 1],
      [0, 0, 4, 2, 1],
      [0, 5, 2, 0, 1],
      [0, 10, 1, 90, 1],
    ]) {
      expect(estimateDiscounts(n)).equal(fallbackDiscounts);
    }
  });
});
