import { expect } from 'chai';
import fc from 'fast-check';
import { permutation } from '../../src/core/permutation.js';
import { createRng } from '../../src/core/rng.js';

const orderOf = (n: number, seed: number, kept = Infinity) => {
  const { length, at } = permutation(n, createRng(seed), { kept });
  return Array.from({ length }, (_, place) => at(place));
};

for (const [name, kept] of [
  ['in memory', Infinity],
  ['that is computed', 0],
] as const) {
  // prettier-ignore
  describe(`a permutation ${name}`, () => {
    it('has each number below n once', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 99 }), (n, seed) => {
          const all = Array.from({ length: n }, (_, i) => i);
          expect(orderOf(n, seed, kept).sort((a, b) => a - b)).to.deep.equal(all);
        }),
        { numRuns: 50 },
      );
    });

    it('depends on the generator alone', () => {
      expect(orderOf(500, 3, kept)).to.deep.equal(orderOf(500, 3, kept));
      expect(orderOf(500, 3, kept)).to.not.deep.equal(orderOf(500, 4, kept));
    });

    it('leaves nothing of the order: neighbors are as far from each other as chance has them', () => {
      const order = orderOf(10_000, 5, kept);
      const steps = order.slice(1).map((number, i) => Math.abs(number - order[i]!));
      const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
      // a third of n; its standard error is about .0024 n
      expect(mean / order.length).to.be.within(0.323, 0.343);
      const early = order.slice(0, 1000).filter((number) => number < 5000).length;
      expect(early).to.be.within(440, 560);
    });
  });
}
