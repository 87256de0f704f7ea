import { expect } from 'chai';
import { createRng } from '../../../src/core/rng.js';
import { familyWiseOwn } from '../../../src/inspect/coverage/significance.js';
import { columnsOf } from '../../../src/inspect/coverage/standardize.js';
import { unwatched } from '../../../src/inspect/forward/pace.js';

const [blocks, length, cells] = [12, 50, 6];
const n = blocks * length;

/** Slowly drifting noise, so that neighboring positions are alike. */
function drift(seed: number): Float32Array {
  const rng = createRng(seed);
  let x = 0;
  return Float32Array.from({ length: n }, () => (x = 0.95 * x + rng.normal()));
}

const pOf = (values: readonly Float32Array[], signals: readonly Float32Array[], seed = 1) =>
  familyWiseOwn(
    columnsOf(values, n),
    columnsOf(signals, n),
    { blocks, length },
    {
      shuffles: 99,
      rng: createRng(seed),
      pace: unwatched,
    },
  );

describe('the family-wise p of cells with their own formulas', () => {
  const columns = (seed: number) => Array.from({ length: cells }, (_, c) => drift(seed + c));

  it('is the smallest there is for a cell that follows its formula', async () => {
    const values = columns(100);
    const signals = columns(200);
    signals[4] = values[4]!.map((x, i) => -x + 0.3 * signals[4]![i]!);
    const p = await pOf(values, signals);
    expect(p[4]).closeTo(0.01, 1e-9);
    for (const other of [0, 1, 2, 3, 5]) expect(p[other]).above(0.05);
  });

  it('is below .05 for some cell in no more than about 1 of 20 networks without any relation', async () => {
    let significant = 0;
    for (let trial = 0; trial < 60; trial++) {
      const p = await pOf(columns(1000 + 20 * trial), columns(5000 + 20 * trial), trial);
      if (Math.min(...p) <= 0.05) significant++;
    }
    expect(significant).at.most(9);
  });

  it('is 1 where either side is constant', async () => {
    const flat = [new Float32Array(n).fill(2)];
    expect(Array.from(await pOf(flat, [drift(1)]))).to.deep.equal([1]);
    expect(Array.from(await pOf([drift(1)], flat))).to.deep.equal([1]);
  });
});
