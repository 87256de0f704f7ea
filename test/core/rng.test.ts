import { expect } from 'chai';
import { createRng, restoreRng, type Rng } from '../../src/core/rng.js';
import { correlation, KS_LIMIT, kolmogorovSmirnov } from '../helpers/uniformity.js';

const COUNT = 1000;
const DRAWS = 8;

/** The generators whose draws are compared: one for each i = 0 ... 999. */
const families: Record<string, (i: number) => Rng> = {
  'consecutive seeds': (i) => createRng(1 + i),
  'consecutive seeds beyond 32 bits': (i) => createRng(2 ** 40 + i),
  'seeds that differ in their high bits alone': (i) => createRng(7 + i * 2 ** 32),
  'streams of one seed': (i) => createRng(1, i),
};

/** columns[k][i]: draw k of generator i. */
function drawAll(create: (i: number) => Rng): number[][] {
  const rngs = Array.from({ length: COUNT }, (_, i) => create(i));
  return Array.from({ length: DRAWS }, () => rngs.map((rng) => rng.uniform()));
}

describe('createRng', () => {
  for (const [name, create] of Object.entries(families)) {
    const columns = drawAll(create);

    it(`draws uniformly over ${name}: draws 1 to 8 pass a Kolmogorov-Smirnov test`, () => {
      for (const column of columns) expect(kolmogorovSmirnov(column)).to.be.below(KS_LIMIT);
    });

    it(`is uncorrelated between neighbors among ${name}, and between their draws`, () => {
      for (const x of columns) {
        for (const y of columns) {
          expect(Math.abs(correlation(x.slice(0, -1), y.slice(1)))).to.be.below(4);
          if (x !== y) expect(Math.abs(correlation(x, y))).to.be.below(4);
        }
      }
    });
  }

  it('is a function of seed and stream', () => {
    expect(createRng(3, 4).state()).to.deep.equal(createRng(3, 4).state());
    expect(createRng(3, 4).state()).to.not.deep.equal(createRng(4, 3).state());
    expect(createRng(3).state()).to.deep.equal(createRng(3, 0).state());
  });

  it('never begins with a state of zeros', () => {
    for (let seed = 0; seed < COUNT; seed++) expect(new Set(createRng(seed).state()).size).to.equal(4);
  });
});

describe('restoreRng', () => {
  it('continues where the state was taken, also one saved before seeds were mixed', () => {
    const rng = createRng(5);
    rng.normal();
    const copy = restoreRng(rng.state());
    expect([copy.uniform(), copy.uniform()]).to.deep.equal([rng.uniform(), rng.uniform()]);
    // the state that xoroshiro128plus(1) of pure-rand 8.4.2 starts from, and the one after three numbers
    const old = restoreRng([-1, -2, 1, 0]);
    for (let i = 0; i < 3; i++) old.uniform();
    expect(old.state()).to.deep.equal([-83960863, -603988994, -536829893, -601842657]);
  });

  it('refuses what is not a state', () => {
    expect(() => restoreRng([1, 2, 3])).to.throw(RangeError);
    expect(() => restoreRng([1, 2, 3, 0.5])).to.throw(RangeError);
  });
});
