import { expect } from 'chai';
import { BETWEEN_CHECKS } from '../../src/core/check.js';
import { permutation } from '../../src/core/permutation.js';
import { createRng, type Rng } from '../../src/core/rng.js';
import { shuffle } from '../../src/core/shuffle.js';

describe('shuffling', () => {
  it('keeps the values, in an order that depends on the generator alone', () => {
    const values = ['a', 'b', 'c', 'd', 'e', 'f'];
    const once = shuffle([...values], createRng(1));
    expect(once).to.have.members(values);
    expect(once).to.not.deep.equal(values);
    expect(shuffle([...values], createRng(1))).to.deep.equal(once);
  });

  it('draws every permutation of three equally often', () => {
    const rng = createRng(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffle([0, 1, 2], rng).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).to.equal(6);
    for (const count of counts.values()) expect(count).to.be.within(880, 1120); // four standard deviations
  });

  it('can be stopped at any time: so many values at most are between two checks, also in a permutation', () => {
    for (const order of [
      (rng: Rng, check: () => void) => shuffle(new Int32Array(3.5 * BETWEEN_CHECKS), rng, check),
      (rng: Rng, check: () => void) => permutation(3.5 * BETWEEN_CHECKS, rng, { check }),
    ]) {
      const rng = createRng(1);
      const drawn: number[] = [0];
      const below = (n: number) => {
        drawn[drawn.length - 1]! += 1;
        return rng.below(n);
      };
      order({ ...rng, below }, () => drawn.push(0));
      expect(drawn).to.have.length(4);
      expect(Math.max(...drawn)).to.equal(BETWEEN_CHECKS);
    }
  });
});
