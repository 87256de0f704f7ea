import { expect } from 'chai';
import fc from 'fast-check';
import { argmax } from '../../src/core/numbers.js';
import { draw, minP, softmax, topK, topP } from '../../src/sample/filters.js';

const p = () => Float64Array.of(0.1, 0.4, 0.2, 0.3);
const after = (change: (p: Float64Array) => void) => {
  const values = p();
  change(values);
  return Array.from(values);
};

describe('filters', () => {
  it('temperature divides the logits before the softmax', () => {
    const q = new Float64Array(2);
    softmax([0, 2], 2, q);
    expect(q[1]! / q[0]!).to.be.closeTo(Math.E, 1e-12);
  });

  it('top-k keeps the k likeliest', () => {
    expect(after((q) => topK(q, 2))).to.deep.equal([0, 0.4, 0, 0.3]);
    expect(after((q) => topK(q, 9))).to.deep.equal(Array.from(p()));
  });

  it('top-p keeps the fewest symbols that reach the share', () => {
    expect(after((q) => topP(q, 0.4))).to.deep.equal([0, 0.4, 0, 0]);
    expect(after((q) => topP(q, 0.41))).to.deep.equal([0, 0.4, 0, 0.3]);
    expect(after((q) => topP(q, 1))).to.deep.equal(Array.from(p()));
  });

  it('min-p keeps symbols at least that fraction as likely as the likeliest', () => {
    expect(after((q) => minP(q, 0.5))).to.deep.equal([0, 0.4, 0.2, 0.3]);
    expect(after((q) => minP(q, 0.6))).to.deep.equal([0, 0.4, 0, 0.3]);
  });

  it('never exclude the likeliest symbol', () => {
    const weights = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        weights,
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (w, k, share) => {
          const values = Float64Array.from(w);
          const best = argmax(values);
          topK(values, k);
          topP(values, share);
          minP(values, share);
          expect(values[best]).to.be.greaterThan(0);
        },
      ),
    );
  });

  it('draw picks each symbol as often as its probability says, and none of probability 0', () => {
    const values = Float64Array.of(0, 1, 3, 0);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 400; i++) counts[draw(values, i / 400)]!++;
    expect(counts).to.deep.equal([0, 100, 300, 0]);
  });
});
