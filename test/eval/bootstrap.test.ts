import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import { bootstrapInterval, createBlockSums } from '../../src/eval/bootstrap.js';

function intervalOf(values: number[], block: number, seed = 1) {
  const sums = createBlockSums(block);
  sums.add(values);
  return bootstrapInterval(sums, createRng(seed));
}

const normals = (n: number, seed: number) => {
  const rng = createRng(seed);
  return Array.from({ length: n }, () => rng.normal());
};

describe('the block bootstrap', () => {
  it('sums blocks, however the values come', () => {
    const sums = createBlockSums(3);
    sums.add([1, 2]);
    sums.add([3, 4, 5, 6, 7]);
    expect(sums.blocks()).deep.equal([
      [6, 3],
      [15, 3],
      [7, 1],
    ]);
    expect(sums.total).equal(28);
  });

  it('is as wide as the normal interval where values are independent', () => {
    // the mean of 4,000 standard normals: ± 1.96/√4000 = ± .031
    const { low, high } = intervalOf(normals(4000, 3), 1)!;
    expect(high - low).closeTo(0.062, 0.006);
  });

  it('is wider where neighbors are correlated', () => {
    // each value ten times over: a tenth of the independent values, √10 times the width, seen by blocks only
    const together = normals(400, 3).flatMap((value) => Array<number>(10).fill(value));
    const blind = intervalOf(together, 1)!;
    const aware = intervalOf(together, 50)!;
    expect((aware.high - aware.low) / (blind.high - blind.low)).within(2.5, 3.8);
  });

  it('is the same for the same seed', () => {
    expect(intervalOf(normals(100, 2), 10, 5)).deep.equal(intervalOf(normals(100, 2), 10, 5));
  });

  it('is null for a single block', () => {
    expect(intervalOf([1, 2, 3], 5)).equal(null);
  });
});
