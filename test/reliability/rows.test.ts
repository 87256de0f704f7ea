import { expect } from 'chai';
import { rows } from './rows/index.js';
import { sources } from './tree.js';

describe('reliability', () => {
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
