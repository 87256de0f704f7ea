import { expect } from 'chai';
import type { CsvRow } from '../../src/core/result.js';
import { csvBytes, guard } from '../../src/report/csv.js';

const written = async (rows: Iterable<CsvRow> | AsyncIterable<CsvRow>) => {
  const pieces: Uint8Array[] = [];
  for await (const piece of csvBytes(rows)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

describe('rows as CSV', () => {
  it('quotes what needs it, and makes no text a formula', async () => {
    expect(
      await written([
        ['a', 'b"c'],
        [-1.5, '=1+1'],
        ['-0.50000', '-x'],
      ]),
    ).equal(`a,"b""c"\n-1.5,'=1+1\n-0.50000,'-x\n`);
    expect(guard('\0@')).equal('␀@');
    expect(guard('\tx')).equal(`'\tx`);
  });

  it('is produced as it is consumed, and ends with the error of its rows', async () => {
    let made = 0;
    async function* rows() {
      for (; made < 1e6; made++) yield [await Promise.resolve(made)];
    }
    const bytes = csvBytes(rows())[Symbol.asyncIterator]();
    await bytes.next();
    expect(made).below(20_000);
    await bytes.return?.();
    async function* broken() {
      yield [await Promise.resolve(1)];
      throw new Error('no more');
    }
    const failure = await written(broken()).catch((error: unknown) => error);
    expect(String(failure)).equal('Error: no more');
  });
});
