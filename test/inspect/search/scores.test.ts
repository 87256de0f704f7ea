import { expect } from 'chai';
import fc from 'fast-check';
import {
  associationOf,
  auc,
  bestThreshold,
  exactHistogram,
  f1,
  r2,
  ranksOf,
  spearman,
} from '../../../src/inspect/search/scores.js';
import { pearson } from './pearson.js';

describe('scores by hand', () => {
  // activations 1 1 2 2 2 3 3, the feature on at one 1, one 2 and both 3
  const histogram = { counts: [2, 3, 2], sums: [1, 1, 2] };

  it('AUC counts the pairs in the right order, ties half', () => {
    // positives: 1, 2, 3, 3; negatives: 1, 2, 2. Pairs: (.5+0+0) + (1+.5+.5) + 3 + 3 = 8.5 of 12
    expect(auc(histogram)).to.be.closeTo(8.5 / 12, 1e-12);
  });

  it('AUC is not a number where the feature is everywhere or nowhere', () => {
    expect(auc({ counts: [1, 2], sums: [1, 2] })).to.be.NaN;
    expect(auc({ counts: [1, 2], sums: [0, 0] })).to.be.NaN;
  });

  it('F1 of a threshold, upwards and downwards', () => {
    expect(f1(histogram, { bin: 2, sign: 1 })).to.be.closeTo((2 * 2) / (2 + 4), 1e-12);
    expect(f1(histogram, { bin: 0, sign: -1 })).to.be.closeTo((2 * 1) / (2 + 4), 1e-12);
  });

  it('ranks share the mean where values are equal', () => {
    expect(Array.from(ranksOf(Float32Array.of(5, 1, 5, 3)))).to.deep.equal([3.5, 1, 3.5, 2]);
  });

  it("Spearman's ρ of a monotone relation is 1 however curved, R² is not", () => {
    const moments = { mean: 2.5, deviation: Math.sqrt(1.25) };
    expect(spearman({ counts: [1, 1, 1, 1], sums: [1, 2, 3, 4], moments })).to.be.closeTo(1, 1e-12);
    const curved = r2({ counts: [1, 1, 1, 1], sums: [1, 2, 3, 4], moments }, [1, 10, 100, 1000]);
    expect(curved).to.be.closeTo(pearson([1, 2, 3, 4], [1, 10, 100, 1000]) ** 2, 1e-12);
    expect(curved).to.be.below(0.9);
  });

  it('an exact histogram has a bin for every distinct value, in ascending order', () => {
    const { counts, sums, moments } = exactHistogram(
      Float32Array.of(2, -1, 2, 0),
      Float32Array.of(1, 0, 0, 1),
    );
    expect(Array.from(counts)).to.deep.equal([1, 1, 2]);
    expect(Array.from(sums)).to.deep.equal([0, 1, 1]);
    expect(moments).to.deep.equal({ mean: 0.5, deviation: 0.5 });
  });

  it('of constant predictions is no association', () => {
    expect(associationOf('binary', new Float32Array(4), Float32Array.of(1, 0, 1, 0))).to.equal(0);
    expect(associationOf('graded', new Float32Array(4), Float32Array.of(1, 2, 3, 4))).to.equal(0);
  });
});

describe('scores as properties', () => {
  const histogram = fc
    .array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 20 })
    .map((bins) => ({ counts: bins.map(([a, b]) => a + b), sums: bins.map(([a]) => a) }))
    .filter(({ counts, sums }) => sums.some((n) => n > 0) && counts.some((n, i) => n > sums[i]!));

  it('AUC of the mirrored cell is one minus AUC', () => {
    fc.assert(
      fc.property(histogram, ({ counts, sums }) => {
        const mirrored = { counts: counts.toReversed(), sums: sums.toReversed() };
        expect(auc(mirrored)).to.be.closeTo(1 - auc({ counts, sums }), 1e-9);
      }),
    );
  });

  it('the best threshold is at least as good as any', () => {
    fc.assert(
      fc.property(histogram, fc.nat(19), fc.constantFrom(1 as const, -1 as const), (counted, bin, sign) => {
        const best = f1(counted, bestThreshold(counted));
        expect(best).to.be.at.least((f1(counted, { bin, sign }) || 0) - 1e-12);
      }),
    );
  });

  it('the association of values is that of pairs compared one by one', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.boolean()), {
      minLength: 2,
      maxLength: 40,
    });
    fc.assert(
      fc.property(values, (pairs) => {
        const [x, y] = [
          Float32Array.from(pairs, ([v]) => v),
          Float32Array.from(pairs, ([, on]) => Number(on)),
        ];
        let [wins, all] = [0, 0];
        for (const [a, on] of pairs) {
          for (const [b, off] of pairs) {
            if (!on || off) continue;
            wins += Math.sign(a - b);
            all++;
          }
        }
        expect(associationOf('binary', x, y)).to.be.closeTo(all === 0 ? 0 : wins / all, 1e-9);
        expect(associationOf('graded', x, y)).to.be.closeTo(pearson(ranksOf(x), ranksOf(y)) || 0, 1e-6);
      }),
    );
  });
});
