import { expect } from 'chai';
import { createPlainMemory } from '../../../src/core/memory.js';
import { createRng } from '../../../src/core/rng.js';
import { unwatched } from '../../../src/inspect/forward/pace.js';
import { createRidge, gramOf, probeCurves, type ProbePoint } from '../../../src/inspect/search/probe.js';
import { js } from '../../../src/kernels/js/index.js';
import type { Feature } from '../../../src/inspect/features/index.js';

describe('ridge regression on selected cells', () => {
  it('solves (G + λI) w = b', () => {
    const G = [4, 1, 0.5, 1, 3, -1, 0.5, -1, 2];
    const ridge = createRidge(G, 3, 0.1);
    for (const cell of [2, 0, 1]) ridge.add(cell);
    const b = Float64Array.of(1, -2, 0.5);
    const w = ridge.solve(b);
    for (const row of [0, 1, 2]) {
      const left = ridge.selected.reduce(
        (sum, cell, i) => sum + (G[row * 3 + cell]! + (row === cell ? 0.1 : 0)) * w[i]!,
        0,
      );
      expect(left).to.be.closeTo(b[row]!, 1e-12);
    }
  });
});

describe('the sparse probe', () => {
  const [n, cells] = [1500, 12];
  const feature = (name: string, kind: Feature['kind']): Feature => ({
    name,
    kind,
    what: name,
    values: () => new Float32Array(),
  });

  /** Cell 3 is the first feature; the second is the sign of cells 5 + 7, so that one of them is half the truth. */
  function sample(seed: number) {
    const rng = createRng(seed);
    const activations = Float32Array.from({ length: n * cells }, () => rng.normal());
    const at = (i: number, cell: number): number => activations[i * cells + cell]!;
    const one = Float32Array.from({ length: n }, (_, i) => Number(at(i, 3) > 0.5));
    const two = Float32Array.from({ length: n }, (_, i) => Number(at(i, 5) + at(i, 7) > 0));
    return { activations, values: [one, two] };
  }

  const learn = sample(1);
  let one: ProbePoint[] | undefined;
  let two: ProbePoint[] | undefined;
  before(async () => {
    const backend = { kernels: js, memory: createPlainMemory() };
    const gram = await gramOf(learn.activations, learn.values, cells, backend, unwatched);
    const features = [feature('one', 'binary'), feature('two', 'binary')];
    [one, two] = await probeCurves(gram, sample(2), features, unwatched);
  });

  it('needs one cell where one cell is the feature', () => {
    expect(one![0]).to.include({ k: 1 });
    expect(one![0]!.cells).to.deep.equal([3]);
    expect(one![0]!.score).to.be.above(0.999);
  });

  it('needs two where two share it', () => {
    expect(two![0]!.score).to.be.within(0.6, 0.85);
    expect([...two![1]!.cells].sort()).to.deep.equal([5, 7]);
    expect(two![1]!.score).to.be.above(0.98);
  });

  it('doubles k and ends with all cells', () => {
    expect(one!.map(({ k }) => k)).to.deep.equal([1, 2, 4, 8, 12]);
  });
});
