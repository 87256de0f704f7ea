import { expect } from 'chai';
import { turnsRed } from './row.js';
import { rows } from './rows/index.js';
import { sources, withMutant } from './tree.js';

const SEED = 1;

describe('reliability', () => {
  for (const row of rows) {
    const options = { cases: row.cases.small, seed: SEED, patient: true };

    if (!row.delegated)
      it(`row ${row.number}: ${row.fault}`, async function () {
        this.timeout(120_000);
        const { failures, cases } = await row.run(sources, options);
        expect(failures).to.deep.equal([]);
        expect(cases).to.be.greaterThan(0);
      });

    for (const mutant of row.mutants) {
      it(`row ${row.number} turns red when ${mutant.name}`, async function () {
        this.timeout(120_000);
        const noticed = await withMutant(mutant, (tree) => turnsRed(row, tree, options));
        expect(noticed).to.equal(true);
      });
    }
  }
});
