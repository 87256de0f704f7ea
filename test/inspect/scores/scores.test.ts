import { expect } from 'chai';
import fc from 'fast-check';
import { createPlainMemory } from '../../../src/core/memory.js';
import { calibrate, BINS, STEPS } from '../../../src/inspect/bins.js';
import { encodeFeatures, decodeFeature } from '../../../src/inspect/coding.js';
import { columnsOf, midRanks } from '../../../src/inspect/columns.js';
import type { Feature } from '../../../src/inspect/features/index.js';
import { toLevels } from '../../../src/inspect/levels.js';
import { js } from '../../../src/kernels/js/index.js';
import { auc } from '../../../src/inspect/scores/auc.js';
import { exactAssociation, pearson } from '../../../src/inspect/scores/exact.js';
import { bestThreshold, f1 } from '../../../src/inspect/scores/f1.js';
import { r2 } from '../../../src/inspect/scores/r2.js';
import { ranksOf } from '../../../src/inspect/scores/ranks.js';
import { spearman } from '../../../src/inspect/scores/spearman.js';
import { association, squaredCorrelation, thresholdScore } from '../../../src/inspect/score.js';
import { createTally, createWorkspace, type Tally } from '../../../src/inspect/tally.js';

describe('scores by hand', () => {
  // activations 1 1 2 2 2 3 3, the feature on at one 1, one 2 and both 3
  const counts = [2, 3, 2];
  const on = [1, 1, 2];

  it('AUC counts the pairs in the right order, ties half', () => {
    // positives: 1, 2, 3, 3; negatives: 1, 2, 2. Pairs: (.5+0+0) + (1+.5+.5) + 3 + 3 = 8.5 of 12
    expect(auc(counts, on)).to.be.closeTo(8.5 / 12, 1e-12);
  });

  it('AUC is not a number where the feature is everywhere or nowhere', () => {
    expect(auc([1, 2], [1, 2])).to.be.NaN;
    expect(auc([1, 2], [0, 0])).to.be.NaN;
  });

  it('F1 of a threshold, upwards and downwards', () => {
    expect(f1(counts, on, { bin: 2, sign: 1 })).to.be.closeTo((2 * 2) / (2 + 4), 1e-12);
    expect(f1(counts, on, { bin: 0, sign: -1 })).to.be.closeTo((2 * 1) / (2 + 4), 1e-12);
  });

  it('ranks share the mean where values are equal', () => {
    expect(Array.from(ranksOf(Float32Array.of(5, 1, 5, 3)))).to.deep.equal([3.5, 1, 3.5, 2]);
    expect(Array.from(midRanks(Float64Array.of(2, 0, 3)))).to.deep.equal([1.5, 2.5, 4]);
  });

  it("Spearman's ρ of a monotone relation is 1 however curved, R² is not", () => {
    const moments = { mean: 2.5, deviation: Math.sqrt(1.25) };
    expect(spearman([1, 1, 1, 1], [1, 2, 3, 4], moments)).to.be.closeTo(1, 1e-12);
    const curved = r2([1, 1, 1, 1], [1, 2, 3, 4], [1, 10, 100, 1000], moments);
    expect(curved).to.be.closeTo(pearson([1, 2, 3, 4], [1, 10, 100, 1000]) ** 2, 1e-12);
    expect(curved).to.be.below(0.9);
  });
});

describe('scores as properties', () => {
  const histogram = fc
    .array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 20 })
    .map((bins) => ({ counts: bins.map(([a, b]) => a + b), on: bins.map(([a]) => a) }))
    .filter(({ counts, on }) => on.some((n) => n > 0) && counts.some((n, i) => n > on[i]!));

  it('AUC of the mirrored cell is one minus AUC', () => {
    fc.assert(
      fc.property(histogram, ({ counts, on }) => {
        expect(auc(counts.toReversed(), on.toReversed())).to.be.closeTo(1 - auc(counts, on), 1e-9);
      }),
    );
  });

  it('the best threshold is at least as good as any', () => {
    fc.assert(
      fc.property(
        histogram,
        fc.nat(19),
        fc.constantFrom(1 as const, -1 as const),
        ({ counts, on }, bin, sign) => {
          const best = f1(counts, on, bestThreshold(counts, on));
          expect(best).to.be.at.least((f1(counts, on, { bin, sign }) || 0) - 1e-12);
        },
      ),
    );
  });
});

describe('levels and codes', () => {
  it('keep few distinct values as they are', () => {
    const { codes, values } = toLevels(Float32Array.of(3, 0, 7, 3));
    expect(Array.from(codes)).to.deep.equal([1, 0, 2, 1]);
    expect(Array.from(values.slice(0, 3))).to.deep.equal([0, 3, 7]);
  });

  it('cut many values into levels of about equal population', () => {
    const { codes } = toLevels(Float32Array.from({ length: 3200 }, (_, i) => (i * 37) % 3200));
    const population = new Array<number>(32).fill(0);
    for (const code of codes) population[code]!++;
    for (const n of population) expect(n).to.be.within(95, 105);
  });

  it('give every feature back, however many share a channel', () => {
    const names = Array.from({ length: 12 }, (_, i) => `f${i}`);
    const values = (name: string): Float32Array =>
      Float32Array.from({ length: 50 }, (_, i) => Number((i * 7 + name.charCodeAt(1) * i) % 3 === 0));
    const features = names.map((name): Feature => ({
      name,
      kind: 'binary',
      what: name,
      values: () => values(name),
    }));
    const coding = encodeFeatures(features, 50, ({ name }) => values(name));
    expect(coding.channels.length).to.equal(3);
    for (const coded of coding.features) {
      expect(Array.from(decodeFeature(coding, coded))).to.deep.equal(Array.from(values(coded.feature.name)));
    }
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

  it('scores as the values themselves do, within the width of a bin', () => {
    const tally = tallied([700, 1300, 1000]);
    expect(association(tally, 0, 0)).to.be.closeTo(exactAssociation(column(0), on, 'binary'), 0.005);
    expect(association(tally, 1, 1)).to.be.closeTo(exactAssociation(column(1), grade, 'graded'), 0.005);
    expect(association(tally, 1, 1)).to.be.below(-0.8);
    expect(squaredCorrelation(tally, bins, 1, 1)).to.be.closeTo(pearson(column(1), grade) ** 2, 0.01);
  });

  it('says nothing of a cell that never moves', () => {
    const tally = tallied([N]);
    expect(association(tally, 2, 0)).to.equal(0);
    expect(association(tally, 2, 1)).to.equal(0);
  });

  it('does not depend on how the text was cut into windows', () => {
    expect(tallied([1, 2999]).sums).to.deep.equal(tallied([1500, 1500]).sums);
  });

  it('finds the threshold that separates best', () => {
    const tally = tallied([N]);
    let best = 0;
    for (let t = 0; t < 2.3; t += 0.002) best = Math.max(best, exactF1(t));
    expect(thresholdScore(tally, tally, 0, 0).f1).to.be.closeTo(best, 0.02);
  });

  const backend = { kernels: js, memory: createPlainMemory() };
  const bins = calibrate(activations, CELLS, backend.memory);

  function tallied(sizes: number[]): Tally {
    const cache = { data: activations, offset: 0, stride: CELLS, size: CELLS };
    const cells = { count: CELLS, groups: [{ layer: 1, state: 'h', first: 0, size: CELLS, cache }] };
    const coding = encodeFeatures(features, N, (feature) => feature.values(new Int32Array()));
    const tally = createTally(
      ...([backend, cells, bins, coding, columnsOf(coding, 0, N)] as const),
      createWorkspace(backend, cells, coding, N),
    );
    let at = 0;
    for (const size of sizes) {
      const rows = Int32Array.from({ length: size }, (_, i) => at + i);
      tally.add(cells.groups, rows, rows);
      at += size;
    }
    tally.finish();
    return tally;
  }

  function exactF1(threshold: number): number {
    let [hits, predicted, actual] = [0, 0, 0];
    for (let i = 0; i < N; i++) {
      const says = activations[i * CELLS]! >= threshold;
      hits += Number(says) * on[i]!;
      predicted += Number(says);
      actual += on[i]!;
    }
    return (2 * hits) / (predicted + actual);
  }
});

describe('bins', () => {
  it('keep the order of activations, and send what lies beyond the sample to the ends', () => {
    const bins = calibrate(Float32Array.of(-1, -1, -1, 0, 0.5, 1), 1, createPlainMemory());
    const values = Float32Array.of(-9, -1, -0.5, 0, 0.4, 0.9, 9);
    const out = new Uint8Array(values.length);
    const rows = Int32Array.from(values.keys());
    js.quantize(
      ...([values.length, 1, rows, 1, values, bins.low, bins.steps, STEPS, bins.table] as const),
      ...([values.length, out] as const),
    );
    expect(Array.from(out)).to.deep.equal(Array.from(out).sort((a, b) => a - b));
    expect(out.at(-1)).to.be.within(out[5]!, BINS - 1);
    expect(out[0]).to.equal(out[1]);
  });
});
