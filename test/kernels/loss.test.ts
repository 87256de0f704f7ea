import { expect } from 'chai';
import fc from 'fast-check';
import { js } from '../../src/kernels/js/index.js';
import { expectClose } from '../helpers/expect-close.js';
import { gradcheck } from '../helpers/gradcheck.js';

const ones = (n: number) => new Float64Array(n).fill(1);

describe('softmax cross-entropy', () => {
  it('of equal logits is ln V, 65 symbols: 4.174 nats', () => {
    const nats = new Float64Array(1);
    const loss = js.softmaxCrossEntropy(1, 65, new Float64Array(65), Int32Array.of(3), ones(1), 1, nats);
    expect(loss).to.be.closeTo(Math.log(65), 1e-12);
    expect(25 * loss).to.be.closeTo(104.36, 0.005);
  });

  it('has the gradient p − onehot(target), and its rows sum to zero', () => {
    const logits = Float64Array.of(0.5, -1, 2);
    const total = [0.5, -1, 2].reduce((sum, x) => sum + Math.exp(x), 0);
    const p = [0.5, -1, 2].map((x) => Math.exp(x) / total);
    js.softmaxCrossEntropy(1, 3, logits, Int32Array.of(1), ones(1), 1, new Float64Array(1));
    expectClose(logits, [p[0]!, p[1]! - 1, p[2]!], 1e-12);
  });

  it('agrees with finite differences, mask and scale included', () => {
    const R = 4;
    const V = 5;
    const x = Float64Array.from({ length: R * V }, (_, i) => Math.sin(i * 7.1));
    const targets = Int32Array.of(0, 4, 2, 2);
    const mask = Float64Array.of(1, 0, 1, 0.5);
    const nats = new Float64Array(R);
    const gradient = x.slice();
    js.softmaxCrossEntropy(R, V, gradient, targets, mask, 0.3, nats);
    gradcheck(
      '∂L/∂logits',
      x,
      gradient,
      () => 0.3 * js.softmaxCrossEntropy(R, V, x.slice(), targets, mask, 0, nats),
    );
  });

  it('counts only what the mask shows, but writes the nats of every row', () => {
    const nats = new Float64Array(2);
    const logits = Float64Array.of(0, 0, 0, 5);
    const loss = js.softmaxCrossEntropy(2, 2, logits, Int32Array.of(0, 0), Float64Array.of(1, 0), 1, nats);
    expect(loss).to.be.closeTo(Math.LN2, 1e-12);
    expect(nats[1]).to.be.closeTo(Math.log(1 + Math.exp(5)), 1e-12);
    expect(Array.from(logits.subarray(2))).to.deep.equal([0, 0]);
  });

  it('does not change when a constant is added to all logits of a row, however large', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), (shift) => {
        const nats = new Float64Array(1);
        const a = js.softmaxCrossEntropy(1, 3, Float64Array.of(1, 2, 3), Int32Array.of(2), ones(1), 1, nats);
        const logits = Float64Array.of(1 + shift, 2 + shift, 3 + shift);
        const b = js.softmaxCrossEntropy(1, 3, logits, Int32Array.of(2), ones(1), 1, nats);
        expect(b).to.be.closeTo(a, 1e-9);
      }),
    );
  });
});

describe('dropout', () => {
  const x = new Float64Array(3 * 4 * 50).fill(1);

  it('keeps about the requested share, and scales what it keeps', () => {
    const y = new Float64Array(x.length);
    js.dropout(3, 4, 50, 0, 4, 0.75, 1234, x, y);
    const kept = y.filter((value) => value !== 0);
    expect(kept.length / y.length).to.be.closeTo(0.75, 0.06);
    expect(kept.every((value) => value === 1 / 0.75)).to.equal(true);
  });

  it('gives a row the same mask whether the batch is whole or divided', () => {
    const whole = new Float64Array(x.length);
    js.dropout(3, 4, 50, 0, 4, 0.5, 77, x, whole);
    const part = new Float64Array(3 * 2 * 50);
    js.dropout(3, 2, 50, 2, 4, 0.5, 77, x.subarray(0, part.length), part);
    for (let t = 0; t < 3; t++) {
      expectClose(part.subarray(t * 100, (t + 1) * 100), whole.subarray(t * 200 + 100, t * 200 + 200));
    }
  });

  it('draws another mask for another key', () => {
    const [a, b] = [1, 2].map((key) => {
      const y = new Float64Array(x.length);
      js.dropout(3, 4, 50, 0, 4, 0.5, key, x, y);
      return y;
    });
    expect(a).to.not.deep.equal(b);
  });
});
