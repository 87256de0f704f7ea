import { expect } from 'chai';
import fc from 'fast-check';
import { confusionOf, macroF1 } from '../../src/eval/confusion.js';
import { createLabelCounts } from '../../src/train/label-counts.js';

describe('the counts of labels', () => {
  it('give the macro F1 of the confusion matrix, over all batches and what their masks show', () => {
    const place = fc.record({ truth: fc.nat(3), best: fc.nat(3), mask: fc.constantFrom(0, 1) });
    fc.assert(
      fc.property(fc.array(fc.array(place, { minLength: 6, maxLength: 6 }), { minLength: 1 }), (batches) => {
        const shown = batches.flat().filter(({ mask }) => mask === 1);
        fc.pre(shown.length > 0);
        const counts = createLabelCounts(4);
        for (const places of batches) {
          const y = Int32Array.from(places, ({ truth }) => truth);
          const mask = Float32Array.from(places, (place) => place.mask);
          counts.add(
            { T: 3, B: 2, y, mask },
            Int32Array.from(places, ({ best }) => best),
          );
        }
        const [truth, best] = [shown.map((one) => one.truth), shown.map((one) => one.best)];
        expect(counts.macroF1()).closeTo(macroF1(confusionOf(truth, best, 4)), 1e-12);
      }),
    );
  });
});
