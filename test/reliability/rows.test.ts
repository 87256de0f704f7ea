import { expect } from 'chai';
import { rows } from './rows/index.js';
import { placeOf, readSource, sources } from './tree.js';

describe('reliability', () => {
  for (const { number, mutants } of rows) {
    if (mutants.length === 0) continue;

    it(`row ${number}: what its mutants break is in the sources`, () => {
      const edits = mutants.flatMap((mutant) => (mutant.also ? [mutant, mutant.also] : [mutant]));
      for (const { file, from } of edits)
        expect(placeOf(from, readSource(file)), `${file}: ${from}`).not.to.equal(null);
    });
  }

  for (const row of rows) {
    if (row.delegated || row.control) continue;

    it(`row ${row.number}: ${row.fault}`, async function () {
      this.timeout(600_000); // a minute for each process that hangs
      const { failures, cases } = await row.run(sources, { cases: row.cases.small, seed: 1, patient: true });
      expect(failures).to.deep.equal([]);
      expect(cases).to.be.greaterThan(0);
    });
  }
});
