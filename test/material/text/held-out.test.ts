import { expect } from 'chai';
import { createRng } from '../../../src/core/rng.js';
import { heldOutUnlike } from '../../../src/material/text/held-out.js';
import { arraySource } from '../../../src/text/id-source.js';

/** Symbols drawn with these probabilities. */
function drawn(length: number, shares: readonly number[], seed: number): number[] {
  const rng = createRng(seed);
  return Array.from({ length }, () => {
    let left = rng.uniform();
    return Math.max(
      0,
      shares.findIndex((share) => (left -= share) < 0),
    );
  });
}

describe('the held-out end of a text', () => {
  const usual = [0.5, 0.25, 0.125, 0.125];
  const other = [0.125, 0.125, 0.25, 0.5];

  it('is like the rest where symbols are drawn alike, however few they are', () => {
    for (const held of [1000, 40_000]) {
      const ids = [...drawn(50_000, usual, 1), ...drawn(held, usual, 2)];
      expect(heldOutUnlike(arraySource(ids), 50_000, 4), `${held}`).equal(undefined);
    }
  });

  it('is unlike by the divergence of the two distributions', () => {
    const ids = [...drawn(300_000, usual, 1), ...drawn(300_000, other, 2)];
    const divergence = other.reduce((sum, p, i) => sum + p * Math.log(p / usual[i]!), 0);
    expect(heldOutUnlike(arraySource(ids), 300_000, 4)).closeTo(divergence, 0.01);
  });

  it('is not judged by a thousand symbols or fewer', () => {
    const ids = [...drawn(5000, usual, 1), ...drawn(999, other, 2)];
    expect(heldOutUnlike(arraySource(ids), 5000, 4)).equal(undefined);
  });
});
