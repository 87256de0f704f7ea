import { expect } from 'chai';
import { scoreRow } from '../../src/eval/score-row.js';

const empty = () => ({ nats: 0, entropy: 0, rank: 0 });

describe('scoreRow', () => {
  it('is the surprise, the entropy and the rank of a softmax', () => {
    // p = 1/2, 1/4, 1/8, 1/8
    const logits = Float64Array.from([0.5, 0.25, 0.125, 0.125], (p) => Math.log(p));
    const second = scoreRow(logits, 1, empty());
    expect(second.nats).closeTo(2 * Math.LN2, 1e-14);
    expect(second.entropy).closeTo(1.75 * Math.LN2, 1e-14);
    expect(second.rank).equal(2);
    expect(scoreRow(logits, 3, empty()).rank).equal(3);
  });

  it('stays finite for logits far apart', () => {
    const logits = Float32Array.of(1000, -1000);
    expect(scoreRow(logits, 0, empty())).deep.equal({ nats: 0, entropy: 0, rank: 1 });
    expect(scoreRow(logits, 1, empty())).deep.equal({ nats: 2000, entropy: 0, rank: 2 });
  });
});
