import { expect } from 'chai';
import { argmax, largest, mean, product, sum } from '../../src/core/numbers.js';

describe('sum, mean, product and largest', () => {
  it('take lists and typed arrays', () => {
    expect(sum([1, 2, 3.5])).to.equal(6.5);
    expect(mean(Float32Array.of(1, 2))).to.equal(1.5);
    expect(product([2, 3, 4])).to.equal(24);
    expect(largest(Int32Array.of(3, 7, 5))).to.equal(7);
  });

  it('of nothing are 0, NaN, 1 and the least', () => {
    expect(sum([])).to.equal(0);
    expect(mean([])).to.be.NaN;
    expect(product([])).to.equal(1);
    expect(largest([])).to.equal(0);
    expect(largest([-3], -5)).to.equal(-3);
    expect(largest([-3])).to.equal(0);
  });

  it('add in float64, from the first to the last', () => {
    expect(sum(Float32Array.of(2 ** 24, 1, 1))).to.equal(2 ** 24 + 2);
    expect(sum([1e16, 1, -1e16])).to.equal(0);
    expect(sum([1e16, -1e16, 1])).to.equal(1);
  });
});

describe('argmax', () => {
  it('is the first of equals', () => {
    expect(argmax([1, 3, 3, 2])).to.equal(1);
    expect(argmax(Float32Array.of(-2, -1))).to.equal(1);
    expect(argmax([5])).to.equal(0);
  });
});
