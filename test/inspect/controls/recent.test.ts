import { expect } from 'chai';
import { recentPredictor } from '../../../src/inspect/controls/recent.js';
import { exactAssociation } from '../../../src/inspect/scores/exact.js';
import { createRng } from '../../../src/core/rng.js';

describe('the predictor that sees only the last characters', () => {
  const rng = createRng(3);
  const ids = Int32Array.from({ length: 20000 }, () => rng.below(6));
  const learn = { from: 0, to: 12000 };
  const part = { from: 12000, to: 20000 };
  const scoreOf = (values: Float32Array, k: number): number =>
    exactAssociation(recentPredictor(ids, learn, k).predict(values, part), values.slice(part.from), 'binary');

  it('knows what lies within its reach, and nothing beyond', () => {
    const threeBack = Float32Array.from(ids, (_, i) => Number(i >= 2 && ids[i - 2] === 4));
    expect(scoreOf(threeBack, 3)).to.be.above(0.999);
    expect(Math.abs(scoreOf(threeBack, 2))).to.be.below(0.06);
  });

  it('falls back on shorter contexts where it has not seen the longer one', () => {
    const echo = Float32Array.from(ids, (id) => Number(id === 1));
    expect(scoreOf(echo, 8)).to.be.above(0.999);
  });

  it('gives the smoothed mean of its context, by hand', () => {
    // learn: 0 1 0 1 with the feature on at the first 1 only; then predict behind a 0 and a 1
    const predictor = recentPredictor(Int32Array.of(0, 1, 0, 1, 0, 1), { from: 0, to: 4 }, 1);
    const predictions = predictor.predict(Float32Array.of(0, 1, 0, 0, 0, 0), { from: 4, to: 6 });
    expect(predictions[0]).to.be.closeTo((0 + 2 * 0.25) / (2 + 2), 1e-6);
    expect(predictions[1]).to.be.closeTo((1 + 2 * 0.25) / (2 + 2), 1e-6);
  });
});
