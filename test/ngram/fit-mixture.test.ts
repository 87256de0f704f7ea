import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import { fitMixture, mixtureLoss, type Predictions } from '../../src/ngram/fit-mixture.js';
import { usualMixture, type Mixture } from '../../src/ngram/mixture.js';

const V = 5;

/** N places whose symbols are drawn from a known mixture of random predictions. */
function drawn(N: number, { network, counts }: Mixture): Predictions {
  const rng = createRng(1);
  const random = () => 3 * (rng.uniform() - 0.5);
  const logits = Float64Array.from({ length: N * V }, random);
  const logCounts = Float64Array.from({ length: N * V }, random);
  const logShares = Float64Array.from({ length: N }, () => -10 * rng.uniform());
  const targets = Int32Array.from({ length: N }, (_, n) => {
    const [a, b] = [network[0] + network[1] * logShares[n]!, counts[0] + counts[1] * logShares[n]!];
    const p = Array.from({ length: V }, (_, c) =>
      Math.exp(a * logits[n * V + c]! + b * logCounts[n * V + c]!),
    );
    let left = rng.uniform() * p.reduce((sum, x) => sum + x, 0);
    return Math.max(
      0,
      p.findIndex((x) => (left -= x) < 0),
    );
  });
  return { V, logits, logCounts, logShares, targets };
}

describe('fitMixture', () => {
  const truth: Mixture = { network: [0.3, -0.1], counts: [0.9, 0.05] };
  const predictions = drawn(20_000, truth);
  const fitted = fitMixture(predictions, { from: 0, to: 20_000 });
  const loss = (mixture: Mixture) => mixtureLoss(predictions, { from: 0, to: 20_000 }, mixture);

  it('finds the exponents that the symbols were drawn with', () => {
    expect(fitted.network[0]).closeTo(truth.network[0], 0.06);
    expect(fitted.network[1]).closeTo(truth.network[1], 0.015);
    expect(fitted.counts[0]).closeTo(truth.counts[0], 0.06);
    expect(fitted.counts[1]).closeTo(truth.counts[1], 0.015);
    expect(loss(fitted)).below(loss(truth));
    expect(loss(fitted)).below(loss(usualMixture) - 0.04);
  });

  it('finds a minimum: a step in any direction is worse', () => {
    for (const step of [-0.02, 0.02]) {
      const [[a0, a1], [b0, b1]] = [fitted.network, fitted.counts];
      expect(loss({ ...fitted, network: [a0 + step, a1] })).above(loss(fitted));
      expect(loss({ ...fitted, network: [a0, a1 + step] })).above(loss(fitted));
      expect(loss({ ...fitted, counts: [b0 + step, b1] })).above(loss(fitted));
      expect(loss({ ...fitted, counts: [b0, b1 + step] })).above(loss(fitted));
    }
  });

  it('stays near the usual mixture where there is little to fit it on', () => {
    const { network, counts } = fitMixture(predictions, { from: 0, to: 3 });
    [network[0], counts[0]].forEach((constant) => expect(constant).closeTo(0.5, 0.4));
    [network[1], counts[1]].forEach((slope) => expect(slope).closeTo(0, 0.4));
    expect(fitMixture(predictions, { from: 0, to: 0 })).deep.equal(usualMixture);
  });

  it('stops where it is told to', () => {
    const check = () => {
      throw new Error('stopped');
    };
    expect(() => fitMixture(predictions, { from: 0, to: 10, check })).throw('stopped');
  });

  it('measures the mean nats of a mixture', () => {
    // the network alone: softmax of its logits
    const { logits, targets } = predictions;
    let nats = 0;
    for (let n = 0; n < 100; n++) {
      const row = logits.subarray(n * V, (n + 1) * V);
      nats += Math.log([...row].reduce((sum, x) => sum + Math.exp(x), 0)) - row[targets[n]!]!;
    }
    const alone: Mixture = { network: [1, 0], counts: [0, 0] };
    expect(mixtureLoss(predictions, { from: 0, to: 100 }, alone)).closeTo(nats / 100, 1e-12);
  });
});
