import { expect } from 'chai';
import { createRng } from '../../../src/core/rng.js';
import { bornAt, fallAt, interval, testBirths } from '../../../src/inspect/over/birth.js';
import { blockScores, drawBlocks, scoreOfBlocks } from '../../../src/inspect/over/block-scores.js';
import { associationOf } from '../../../src/inspect/search/scores.js';

describe('the birth of a finding', () => {
  it('is the first checkpoint from which it holds to the end', () => {
    expect(bornAt([false, true, false, true, true])).to.equal(3);
    expect(bornAt([true, true])).to.equal(0);
    expect(bornAt([true, true, false])).to.equal(-1);
    expect(bornAt([])).to.equal(-1);
  });

  it('has an interval of 95 % of the bootstrap, in which never is after every checkpoint', () => {
    const draws = [...Array<number>(5).fill(1), ...Array<number>(190).fill(3), ...Array<number>(5).fill(6)];
    expect(interval(draws)).to.deep.equal({ from: 3, to: 6 });
    expect(interval([...Array<number>(90).fill(2), ...Array<number>(10).fill(-1)])).to.deep.equal({
      from: 2,
      to: -1,
    });
  });

  it('comes with a fall of the loss there beyond that elsewhere', () => {
    const losses = [
      { there: 4, elsewhere: 3 },
      { there: 1, elsewhere: 1.5 },
    ];
    expect(fallAt({ losses }, 1)).closeTo(Math.log(4) - Math.log(2), 1e-12);
    expect(fallAt({ losses }, 0)).to.equal(0);
  });

  /** The loss where it is decided falls to a tenth at checkpoint `falls`, elsewhere slowly. */
  const birth = (at: number, falls: number) => ({
    at,
    losses: Array.from({ length: 10 }, (_, k) => ({ there: k < falls ? 2 : 0.2, elsewhere: 2 - 0.1 * k })),
  });

  it('is when the loss falls, if permutations of the births do not reach its fall', () => {
    const test = testBirths(
      [2, 4, 5, 6, 8].map((at) => birth(at, at)),
      999,
      createRng(1),
    )!;
    expect(test.p).at.most(0.02);
    expect(test.fall).above(test.expected + 1);
  });

  it('is unrelated to a fall at other times, and to one that all share', () => {
    const others = [2, 4, 5, 6, 8].map((at, i) => birth(at, [7, 1, 3, 9, 4][i]!));
    expect(testBirths(others, 999, createRng(1))!.p).above(0.5);
    const shared = [3, 3, 3, 3].map((at) => birth(at, at));
    expect(testBirths(shared, 999, createRng(1))!.p).to.equal(1);
    expect(testBirths([birth(1, 1)], 999, createRng(1))).to.equal(null);
  });
});

describe('scores as sums over blocks', () => {
  const rng = createRng(3);
  const [n, blocks] = [4800, 24];
  const on = Float32Array.from({ length: n }, (_, i) => Number(Math.floor(i / 37) % 3 === 0));
  const cell = on.map((value) => value + 1.2 * rng.normal());
  const grade = cell.map((value) => Math.round(2 * value + rng.normal()));
  const all = Int32Array.from({ length: blocks }, (_, i) => i);

  it('are those of the whole, within the width of a bin', () => {
    const binary = blockScores({ kind: 'binary', sign: 1 }, cell, on, blocks);
    expect(scoreOfBlocks(binary, all)).closeTo(associationOf('binary', cell, on), 0.01);
    const graded = blockScores({ kind: 'graded', sign: -1 }, cell, grade, blocks);
    expect(scoreOfBlocks(graded, all)).closeTo(-associationOf('graded', cell, grade), 0.01);
  });

  it('are those of the blocks that are drawn, each as often as it is', () => {
    const drawn = drawBlocks(blocks, createRng(8));
    const pick = (values: Float32Array) =>
      Float32Array.from([...drawn].flatMap((block) => [...values.subarray(block * 200, (block + 1) * 200)]));
    const scores = blockScores({ kind: 'binary', sign: 1 }, cell, on, blocks);
    expect(scoreOfBlocks(scores, drawn)).closeTo(associationOf('binary', pick(cell), pick(on)), 0.01);
  });
});
