import { expect } from 'chai';
import { showsWhole } from '../../../src/cli/sampling/write-texts.js';

describe('what is written of sampled texts', () => {
  it('has a prime as a whole in JSON, and before each of several texts unless it is hidden', () => {
    const plain = { json: false, hidePrime: false, count: 1, bestOf: undefined, beam: undefined };
    expect(showsWhole(plain)).to.equal(false);
    expect(showsWhole({ ...plain, json: true, hidePrime: true })).to.equal(true);
    for (const repeated of [{ count: 2 }, { bestOf: 2 }, { beam: 3 }]) {
      expect(showsWhole({ ...plain, ...repeated })).to.equal(true);
      expect(showsWhole({ ...plain, ...repeated, hidePrime: true })).to.equal(false);
    }
  });
});
