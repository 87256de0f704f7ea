import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countRepeated } from '../../../src/material/table/repeated-rows.js';
import { openTable } from '../../../src/material/table/table.js';

describe('rows to test with that also occur in training', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'repeated-'))));
  afterEach(() => rmSync(directory, { recursive: true }));
  const rows = (...of: number[]) => ({ length: of.length, at: (place: number) => of[place]! });

  function open(content: string) {
    writeFileSync(join(directory, 'a.csv'), content);
    return openTable(join(directory, 'a.csv'), {
      workDirectory: directory,
      source: 'chars',
      target: 'label',
    });
  }

  it('are counted by source and target', async () => {
    const table = await open('x,y\na,p\nb,q\na,p\na,q\nb,q\nc,p\n');
    expect(countRepeated(table, rows(0, 1), rows(2, 3, 4, 5))).to.equal(2);
    expect(countRepeated(table, rows(0, 2), rows(1, 4))).to.equal(0);
    expect(countRepeated(table, rows(0), rows())).to.equal(0);
    table.close();
  });

  it('are no longer counted when that is to stop', async () => {
    const table = await open('x,y\na,p\nb,q\n');
    const check = () => {
      throw new Error('stop');
    };
    expect(() => countRepeated(table, rows(0), rows(1), check)).to.throw('stop');
    table.close();
  });
});
