import { expect } from 'chai';
import { createPlainMemory } from '../../../src/core/memory.js';
import { createRng } from '../../../src/core/rng.js';
import { familyWiseP } from '../../../src/inspect/controls/null.js';
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

  function pOf(activations: Float32Array, values: Float32Array, seed = 1): Float64Array {
    const sample = { blocks, length, cells, activations, values: [values] };
    return familyWiseP(sample, 99, createRng(seed), { kernels: js, memory: createPlainMemory() })[0]!;
  }

  function columns(make: (cell: number) => Float32Array): Float32Array {
    const all = Array.from({ length: cells }, (_, cell) => make(cell));
    return Float32Array.from({ length: n * cells }, (_, k) => all[k % cells]![Math.floor(k / cells)]!);
  }

  it('finds the one cell that follows a feature, with the smallest p there is', () => {
    const feature = drift(9);
    const noise = columns((cell) => drift(100 + cell));
    for (let i = 0; i < n; i++) noise[i * cells + 4] = -feature[i]! + 0.3 * noise[i * cells + 4]!;
    const p = pOf(noise, feature);
    expect(p[4]).to.be.closeTo(0.01, 1e-6);
    for (const other of [0, 1, 2, 3, 5]) expect(p[other]).to.be.above(0.05);
  });

  it('calls no more than about 1 in 20 unrelated searches significant, drift and many cells notwithstanding', () => {
    let false_ = 0;
    for (let trial = 0; trial < 60; trial++) {
      const best = Math.min(
        ...pOf(
          columns((cell) => drift(1000 + trial * 10 + cell)),
          drift(5000 + trial),
          trial,
        ),
      );
      if (best <= 0.05) false_++;
    }
    expect(false_).to.be.at.most(9);
  });

  it('gives p = 1 to cells and features that never change', () => {
    expect(Array.from(pOf(new Float32Array(n * cells), drift(1)))).to.deep.equal(Array(cells).fill(1));
    expect(Array.from(pOf(columns(drift), new Float32Array(n)))).to.deep.equal(Array(cells).fill(1));
  });
});
