import { expect } from 'chai';
import { interpolate } from '../../../src/train/plan/rule.js';

describe('interpolate(table, place)', () => {
  const table = [
    [10, 1],
    [1000, 3],
    [2000, 5],
  ] as const;

  it('returns the value of a place in the table', () => {
    for (const [place, value] of table) expect(interpolate(table, place)).to.equal(value);
  });

  it('is a straight line over the logarithm between two places', () => {
    expect(interpolate(table, 100)).to.be.closeTo(2, 1e-12);
  });

  it('is the first or the last value beyond the ends', () => {
    expect(interpolate(table, 1)).to.equal(1);
    expect(interpolate(table, 1e9)).to.equal(5);
  });
});
