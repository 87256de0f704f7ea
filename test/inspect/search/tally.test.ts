import { expect } from 'chai';
import { createPlainMemory } from '../../../src/core/memory.js';
import type { Feature } from '../../../src/inspect/features/index.js';
import { unwatched } from '../../../src/inspect/forward/pace.js';
import { BINS, calibrate, encodeFeatures, type Bins } from '../../../src/inspect/search/coding.js';
import { association, associationOf, bestThreshold, f1, r2 } from '../../../src/inspect/search/scores.js';
import { createWorkspace, midRanks, tally, type Tally } from '../../../src/inspect/search/tally.js';
import { js } from '../../../src/kernels/js/index.js';
import { pearson } from './pearson.js';

describe('ranks of levels', () => {
  it('are shared by the positions of a level', () => {
    expect(Array.from(midRanks(Float64Array.of(2, 0, 3)))).to.deep.equal([1.5, 2.5, 4]);
  });
});

describe('a tally of activations', () => {
  const N = 3000;
  const CELLS = 3;
  const noise = (i: number): number => (Math.imul(i + 1, 0x9e3779b1) >>> 0) / 2 ** 32;
  const on = Float32Array.from({ length: N }, (_, i) => Number(noise(i) < 0.2));
  const grade = Float32Array.from({ length: N }, (_, i) => (i % 40) + noise(i + 77));
  const activations = Float32Array.from({ length: N * CELLS }, (_, k) => {
    const [i, cell] = [Math.floor(k / CELLS), k % CELLS];
    if (cell === 0) return on[i]! + noise(i + 5000) * 1.3;
    return cell === 1 ? -Math.tanh(grade[i]! / 20) + noise(i + 9000) * 0.4 : 0.25;
  });
  const features: Feature[] = [
    { name: 'on', kind: 'binary', what: '', values: () => on },
    { name: 'grade', kind: 'graded', what: '', values: () => grade },
  ];
  const column = (cell: number): Float32Array =>
    Float32Array.from({ length: N }, (_, i) => activations[i * CELLS + cell]!);

  it('scores as the values themselves do, within the width of a bin', async () => {
    const counted = await tallied([700, 1300, 1000]);
    const exact = (cell: number, kind: Feature['kind'], values: Float32Array): number =>
      associationOf(kind, column(cell), values);
    expect(association('binary', counted.histogram(0, 0))).to.be.closeTo(exact(0, 'binary', on), 0.005);
    const graded = association('graded', counted.histogram(1, 1));
    expect(graded).to.be.closeTo(exact(1, 'graded', grade), 0.005);
    expect(graded).to.be.below(-0.8);
    const centers = bins.centers.subarray(BINS, 2 * BINS);
    expect(r2(counted.histogram(1, 1, 'value'), centers)).to.be.closeTo(pearson(column(1), grade) ** 2, 0.01);
  });

  it('gives no association for a cell that is constant', async () => {
    const counted = await tallied([N]);
    expect(association('binary', counted.histogram(2, 0))).to.equal(0);
    expect(association('graded', counted.histogram(2, 1))).to.equal(0);
  });

  it('does not depend on how the text was cut into windows', async () => {
    const [one, other] = [await tallied([1, 2999]), await tallied([1500, 1500])];
    for (const cell of [0, 1, 2]) {
      expect(one.histogram(cell, 0)).to.deep.equal(other.histogram(cell, 0));
      expect(one.histogram(cell, 1, 'value')).to.deep.equal(other.histogram(cell, 1, 'value'));
    }
  });

  it('knows the mean of each feature', async () => {
    const counted = await tallied([N]);
    expect(counted.moments(0).measure).to.equal('on');
    expect(counted.moments(0).mean).to.be.closeTo(on.reduce((a, b) => a + b) / N, 1e-6);
    expect(counted.moments(1).mean).to.be.closeTo((N + 1) / 2, 1e-6);
    expect(counted.moments(1, 'value').mean).to.be.closeTo(grade.reduce((a, b) => a + b) / N, 1e-3);
  });

  it('finds the threshold that separates best', async () => {
    const histogram = (await tallied([N])).histogram(0, 0);
    let best = 0;
    for (let t = 0; t < 2.3; t += 0.002) best = Math.max(best, exactF1(t));
    expect(f1(histogram, bestThreshold(histogram))).to.be.closeTo(best, 0.02);
  });

  const backend = { kernels: js, memory: createPlainMemory() };
  let bins: Bins;
  before(async () => (bins = await calibrate(activations, CELLS, backend.memory, unwatched)));

  async function tallied(sizes: number[]): Promise<Tally> {
    const cache = { data: activations, offset: 0, stride: CELLS, size: CELLS };
    const cells = { count: CELLS, groups: [{ layer: 1, state: 'h', first: 0, size: CELLS, cache }] };
    const coding = await encodeFeatures(
      features,
      N,
      (feature) => feature.values(new Int32Array()),
      unwatched,
    );
    const space = createWorkspace(backend, cells, coding, N);
    const counted = { cells, coding, bins, space };
    return tally(windows(sizes), { from: 0, to: N }, { backend, pace: unwatched }, counted);
  }

  async function* windows(sizes: number[]): AsyncGenerator<{ places: Int32Array; positions: Int32Array }> {
    let at = 0;
    for (const size of sizes) {
      const places = Int32Array.from({ length: size }, (_, i) => at + i);
      yield { places, positions: places };
      at += size;
    }
  }

  function exactF1(threshold: number): number {
    let [hits, predicted, actual] = [0, 0, 0];
    for (let i = 0; i < N; i++) {
      const predicts = activations[i * CELLS]! >= threshold;
      hits += Number(predicts) * on[i]!;
      predicted += Number(predicts);
      actual += on[i]!;
    }
    return (2 * hits) / (predicted + actual);
  }
});
