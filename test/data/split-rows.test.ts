import { expect } from 'chai';
import { rowsOf, splitRows } from '../../src/data/split-rows.js';

describe('splitting rows', () => {
  const all = ({ train, validation, test }: ReturnType<typeof splitRows>) => [
    ...rowsOf(train),
    ...rowsOf(validation),
    ...rowsOf(test),
  ];

  it('gives every row to one part', () => {
    const split = splitRows(1000, { validation: 0.05, test: 0.1 }, 1);
    expect([split.train, split.validation, split.test].map((part) => part.length)).to.deep.equal([
      850, 50, 100,
    ]);
    expect(all(split).sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 1000 }, (_, i) => i));
  });

  it('depends on the seed alone, and takes rows from all parts of the table', () => {
    const share = { validation: 0.1, test: 0.1 };
    expect(all(splitRows(100, share, 3))).to.deep.equal(all(splitRows(100, share, 3)));
    expect(all(splitRows(100, share, 3))).to.not.deep.equal(all(splitRows(100, share, 4)));
    const test = rowsOf(splitRows(10_000, share, 3).test);
    const early = test.filter((row) => row < 5000).length;
    expect(early).to.be.within(400, 600);
  });

  it('leaves a small table something to train on and something to test with', () => {
    const sizes = (rows: number, validation: number, test: number) =>
      Object.values(splitRows(rows, { validation, test }, 1)).map(({ length }) => length);
    expect(sizes(5, 0.05, 0.05)).to.deep.equal([3, 1, 1]);
    expect(sizes(2, 0.05, 0.05)).to.deep.equal([1, 0, 1]);
    expect(sizes(1, 0.05, 0.05)).to.deep.equal([1, 0, 0]);
    expect(sizes(5, 0, 0)).to.deep.equal([5, 0, 0]);
  });
});
