import { expect } from 'chai';
import fc from 'fast-check';
import { tolerantRows } from '../../../src/material/table/rows.js';

describe('the rows of a table with bad quotes', () => {
  async function read(text: string, size: number) {
    async function* pieces(): AsyncGenerator<string> {
      for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
    }
    const rows: (readonly string[] | { bad: string })[] = [];
    for await (const batch of tolerantRows(pieces(), { file: 'a.csv', delimiter: ',', quoted: true })) {
      expect(batch.first).equal(rows.length + 1);
      rows.push(...batch.rows);
      if (!batch.bad) continue;
      rows.push({ bad: batch.bad.text });
      expect(batch.bad.error).deep.include({ code: 'table/quote' });
      expect(batch.bad.error.fields).include({ row: rows.length });
    }
    return rows;
  }

  it('are all there but for the bad ones, in place, however the text is divided', async () => {
    const good = fc.constantFrom(
      ['a,b', ['a', 'b']],
      ['"a,\n""b""",c', ['a,\n"b"', 'c']],
      ['x"y,', ['x"y', '']],
      [',"\u{1f600}\udc80"', ['', '\u{1f600}\udc80']],
    ) satisfies fc.Arbitrary<unknown>;
    const bad = fc.constantFrom('"a"b,c', 'a,"b" c', '""x,""').map((line) => [line, { bad: line }]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(good, bad)),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('\n', '\r\n'),
        async (rows, size, end) => {
          const text = rows.map(([line]) => `${line as string}${end}`).join('');
          expect(await read(text, size)).deep.equal(rows.map(([, cells]) => cells));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('end with a row whose quote is never closed, and go on with the line after it', async () => {
    for (const size of [1, 7, 1000]) {
      expect(await read('a,b\n"c,d\ne,f\n"g,h"\ni,j', size)).deep.equal([
        ['a', 'b'],
        { bad: '"c,d' },
        ['e', 'f'],
        ['g,h'],
        ['i', 'j'],
      ]);
    }
  });
});
