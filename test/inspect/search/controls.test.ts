import { expect } from 'chai';
import { createPlainMemory } from '../../../src/core/memory.js';
import { createRng } from '../../../src/core/rng.js';
import { unwatched } from '../../../src/inspect/forward/pace.js';
import { familyWiseP, recentPredictor } from '../../../src/inspect/search/controls.js';
import { associationOf } from '../../../src/inspect/search/scores.js';
import { js } from '../../../src/kernels/js/index.js';

describe('the block-permutation null', () => {
  const [blocks, length, cells] = [12, 50, 6];
  const n = blocks * length;

  /** Slowly drifting noise, so that neighboring positions are alike: the trap of a naive significance test. */
  function drift(seed: number): Float32Array {
    const rng = createRng(seed);
    let x = 0;
    return Float32Array.from({ length: n }, () => (x = 0.95 * x + rng.normal()));
  }

  async function pOf(activations: Float32Array, values: Float32Array, seed = 1): Promise<Float64Array> {
    const sample = { blocks, length, cells, activations, values: [values] };
    const backend = { kernels: js, memory: createPlainMemory() };
    return (await familyWiseP(sample, 99, createRng(seed), backend, unwatched))[0]!;
  }

  function columns(make: (cell: number) => Float32Array): Float32Array {
    const all = Array.from({ length: cells }, (_, cell) => make(cell));
    return Float32Array.from({ length: n * cells }, (_, k) => all[k % cells]![Math.floor(k / cells)]!);
  }

  it('finds the one cell that follows a feature, with the smallest p there is', async () => {
    const feature = drift(9);
    const noise = columns((cell) => drift(100 + cell));
    for (let i = 0; i < n; i++) noise[i * cells + 4] = -feature[i]! + 0.3 * noise[i * cells + 4]!;
    const p = await pOf(noise, feature);
    expect(p[4]).to.be.closeTo(0.01, 1e-6);
    for (const other of [0, 1, 2, 3, 5]) expect(p[other]).to.be.above(0.05);
  });

  it('calls no more than about 1 in 20 unrelated searches significant, drift and many cells notwithstanding', async () => {
    let false_ = 0;
    for (let trial = 0; trial < 60; trial++) {
      const best = Math.min(
        ...(await pOf(
          columns((cell) => drift(1000 + trial * 10 + cell)),
          drift(5000 + trial),
          trial,
        )),
      );
      if (best <= 0.05) false_++;
    }
    expect(false_).to.be.at.most(9);
  });

  it('gives p = 1 to cells and features that never change', async () => {
    expect(Array.from(await pOf(new Float32Array(n * cells), drift(1)))).to.deep.equal(Array(cells).fill(1));
    expect(Array.from(await pOf(columns(drift), new Float32Array(n)))).to.deep.equal(Array(cells).fill(1));
  });
});

describe('the predictor that sees only the last characters', () => {
  const rng = createRng(3);
  const ids = Int32Array.from({ length: 20000 }, () => rng.below(6));
  const learn = { from: 0, to: 12000 };
  const part = { from: 12000, to: 20000 };
  const scoreOf = (values: Float32Array, k: number): number =>
    associationOf(
      'binary',
      recentPredictor({ symbols: ids }, learn, k).predict(values, part),
      values.slice(part.from),
    );

  it('knows what lies within its reach, and nothing beyond', () => {
    const threeBack = Float32Array.from(ids, (_, i) => Number(i >= 2 && ids[i - 2] === 4));
    expect(scoreOf(threeBack, 3)).to.be.above(0.999);
    expect(Math.abs(scoreOf(threeBack, 2))).to.be.below(0.06);
  });

  it('falls back on shorter contexts where it has not seen the longer one', () => {
    const echo = Float32Array.from(ids, (id) => Number(id === 1));
    expect(scoreOf(echo, 8)).to.be.above(0.999);
  });

  it('gives the smoothed mean of its context, by hand', () => {
    // learn: 0 1 0 1 with the feature on at the first 1 only; then predict after a 0 and a 1
    const predictor = recentPredictor({ symbols: Int32Array.of(0, 1, 0, 1, 0, 1) }, { from: 0, to: 4 }, 1);
    const predictions = predictor.predict(Float32Array.of(0, 1, 0, 0, 0, 0), { from: 4, to: 6 });
    expect(predictions[0]).to.be.closeTo((0 + 2 * 0.25) / (2 + 2), 1e-6);
    expect(predictions[1]).to.be.closeTo((1 + 2 * 0.25) / (2 + 2), 1e-6);
  });
});
