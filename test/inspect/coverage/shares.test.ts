import { expect } from 'chai';
import { createPlainMemory } from '../../../src/core/memory.js';
import { createRng } from '../../../src/core/rng.js';
import { fitLines } from '../../../src/inspect/coverage/fit.js';
import { bestOfOthers } from '../../../src/inspect/coverage/others.js';
import { createRegression } from '../../../src/inspect/coverage/regression.js';
import {
  columnsOf,
  scaleOf,
  sharesOf,
  someColumns,
  standardize,
  standardizeBoth,
} from '../../../src/inspect/coverage/standardize.js';
import { unwatched } from '../../../src/inspect/forward/pace.js';
import { js } from '../../../src/kernels/js/index.js';
import { pearson } from '../search/pearson.js';

const backend = { kernels: js, memory: createPlainMemory() };
const noise = (n: number, seed: number): Float32Array => {
  const rng = createRng(seed);
  return Float32Array.from({ length: n }, () => rng.normal());
};

describe('shares of variance', () => {
  it('are 1 for a perfect prediction, 0 for the mean and below for a worse one', () => {
    const actual = columnsOf(
      [
        [1, 2, 3, 6],
        [1, 2, 3, 6],
        [1, 2, 3, 6],
        [5, 5, 5, 5],
      ],
      4,
    );
    const predicted = columnsOf(
      [
        [1, 2, 3, 6],
        [3, 3, 3, 3],
        [0, 0, 0, 0],
        [1, 2, 3, 4],
      ],
      4,
    );
    // of the third: 1 − (1 + 4 + 9 + 36) / (4 + 1 + 0 + 9)
    expect(Array.from(sharesOf(actual, predicted.values))).to.deep.equal([1, 0, 1 - 50 / 14, 0]);
  });

  it('of columns that are standardized have mean 0 and variance 1, and 0 where a column is constant', () => {
    const raw = columnsOf([noise(500, 1).map((x) => 3 * x + 70), new Float32Array(500).fill(0.1)], 500);
    const { values } = standardize(raw, scaleOf(raw));
    const first = values.filter((_, at) => at % 2 === 0);
    expect(first.reduce((sum, x) => sum + x, 0) / 500).closeTo(0, 1e-5);
    expect(first.reduce((sum, x) => sum + x * x, 0) / 500).closeTo(1, 1e-4);
    expect(values.filter((_, at) => at % 2 === 1).every((x) => x === 0)).to.equal(true);
  });

  it('of a line are those of the two means where the signal is 0 or 1', () => {
    const signal = { selection: columnsOf([[0, 0, 1, 1]], 4), heldOut: columnsOf([[0, 1, 1]], 3) };
    const cells = { selection: columnsOf([[1, 3, -4, -6]], 4), heldOut: columnsOf([[1, -5, -7]], 3) };
    // means 2 and −5: errors 1, 0, 4; the held-out mean is −11/3
    const squares = [1, -5, -7].reduce((sum, x) => sum + (x + 11 / 3) ** 2, 0);
    const { shares, signs } = fitLines(signal, cells);
    expect(shares[0]).closeTo(1 - 5 / squares, 1e-6);
    expect(signs).to.deep.equal([-1]);
  });

  it('of the best of other cells are the largest squared correlations', async () => {
    const [n, a, b] = [300, noise(300, 2), noise(300, 3)];
    const mixed = a.map((x, i) => 0.6 * x - b[i]!);
    const others = columnsOf([b, mixed, new Float32Array(n)], n);
    const best = await bestOfOthers(columnsOf([a, new Float32Array(n)], n), others, backend, unwatched);
    expect(best[0]).closeTo(Math.max(pearson(a, b) ** 2, pearson(a, mixed) ** 2), 1e-5);
    expect(best[1]).to.equal(0);
  });
});

describe('the regression on all features and the last symbols', () => {
  const n = 400;
  const features = [noise(2 * n, 1), noise(2 * n, 2).map((x) => 5 + 2 * x)];
  const recent = noise(2 * n, 3);
  const own = noise(2 * n, 4);
  const cell = features[0]!.map((x, i) => 2 * x - features[1]![i]! + 1.5 * recent[i]! + own[i]!);
  const both = (arrays: readonly Float32Array[]) => ({
    selection: columnsOf(
      arrays.map((array) => array.subarray(0, n)),
      n,
    ),
    heldOut: columnsOf(
      arrays.map((array) => array.subarray(n)),
      n,
    ),
  });
  const raw = both([cell, own]);
  const scale = scaleOf(raw.selection);
  const shares = createRegression(both(features), 4, backend).shares(
    standardizeBoth(raw, scale),
    standardizeBoth(both([recent, recent]), scale),
  );

  // variances 4 + 4 + 2.25 + 1
  it('explains the share that the features have in a cell', () => {
    expect(shares.features[0]).closeTo(8 / 11.25, 0.03);
    expect(shares.both[0]).closeTo(10.25 / 11.25, 0.02);
  });

  it('explains nothing of noise', () => {
    expect(shares.features[1]).within(-0.03, 0.01);
    expect(shares.both[1]).within(-0.03, 0.01);
  });

  it('correlates each feature with each cell', () => {
    const of = (f: number, array: Float32Array) => pearson(features[f]!.subarray(0, n), array.subarray(0, n));
    const expected = [of(0, cell), of(0, own), of(1, cell), of(1, own)];
    Array.from(shares.correlations).forEach((value, k) => expect(value).closeTo(expected[k]!, 1e-5));
  });

  it('does not depend on the cells beside it', () => {
    const alone = { selection: someColumns(raw.selection, 0, 1), heldOut: someColumns(raw.heldOut, 0, 1) };
    const one = scaleOf(alone.selection);
    const { both: share } = createRegression(both(features), 1, backend).shares(
      standardizeBoth(alone, one),
      standardizeBoth(both([recent]), one),
    );
    expect(share[0]).closeTo(shares.both[0]!, 1e-5);
  });
});
