import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rows } from './rows/index.js';
import { sources } from './tree.js';

describe('reliability', () => {
  for (const { number, mutants } of rows) {
    if (mutants.length === 0) continue;

    it(`row ${number}: what its mutants break is in the sources`, () => {
      const edits = mutants.flatMap((mutant) => (mutant.also ? [mutant, mutant.also] : [mutant]));
      for (const { file, from } of edits)
        expect(readFileSync(join(sources, file), 'utf8'), file).to.include(from);
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
