import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../../src/core/errors.js';
import { openTable } from '../../../src/material/table/table.js';
import type { TableOptions } from '../../../src/material/table/writer.js';

const pairs = { source: 'chars', target: 'chars' } as const;
const classify = { source: 'chars', target: 'label' } as const;

describe('tables as programs write them', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'forms-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const place = (name: string) => join(directory, name);
  /** The pairs of some files, `source target`, and the columns they come from. */
  async function read(files: Record<string, string>, options: TableOptions) {
    for (const [name, content] of Object.entries(files))
      writeFileSync(place(name), name.endsWith('.gz') ? gzipSync(content) : content);
    const table = await openTable(Object.keys(files).map(place), { workDirectory: directory, ...options });
    const text = (length: number, symbols: readonly string[], fill: (ids: Int32Array) => void) => {
      const ids = new Int32Array(length);
      fill(ids);
      return Array.from(ids, (id) => symbols[id]).join('');
    };
    const rows = Array.from({ length: table.rows }, (_, row) => {
      const { source, target } = table.lengths(row);
      return [
        text(source, table.symbols.source, (ids) => table.readSource(row, ids)),
        text(target, table.symbols.target, (ids) => table.readTarget(row, ids)),
      ].join(' ');
    });
    table.close();
    return { rows, columns: [...table.columns.from, table.columns.to], digest: table.digest };
  }
  async function refusal(files: Record<string, string>, options: TableOptions) {
    const error = await read(files, options).then(
      () => undefined,
      (error: unknown) => error as UserError,
    );
    expect(error).instanceOf(UserError);
    return { code: error!.code, ...error!.fields };
  }

  describe('are divided by what divides their first line outside of quotes:', () => {
    for (const [what, name, content, rows] of [
      ['a comma', 'a.csv', 'x,y;z\na,b;c\n', ['a b;c']],
      ['a semicolon', 'a.csv', 'x;y\n1,5;b\n"c;d";e\n', ['1,5 b', 'c;d e']],
      ['a semicolon, though a name has a comma in quotes', 'a.csv', '"x, y";z\na;b\n', ['a b']],
      ['a tab in a .csv, which has quotes', 'a.csv', 'x\ty\n"a\tb"\tc\n', ['a\tb c']],
      ['a tab in a .tsv, which has none', 'a.tsv', 'x\ty\n"a\tb\n', ['"a b']],
      ['a comma in a .tsv, with quotes', 'a.tsv', 'x,y\n"a,b",c\n', ['a,b c']],
      ['a bar, after blank lines, compressed', 'a.csv.gz', '\n  \nx|y\na|b\n', ['a b']],
    ] as const) {
      it(what, async () => {
        for (const chunkSize of [1, 1000])
          expect((await read({ [name]: content }, { ...pairs, chunkSize })).rows).deep.equal(rows);
      });
    }

    it('unless another delimiter is given', async () => {
      const content = 'x,y;z\na,b;c\n';
      expect((await read({ 'a.csv': content }, { ...pairs, delimiter: ';' })).rows).deep.equal(['a,b c']);
    });
  });

  it('may have a column without a name, which counts the rows and is no source', async () => {
    for (const name of ['', '" "', 'Unnamed: 0']) {
      const { columns, rows } = await read({ 'a.csv': `${name},x,y\n0,a,b\n1,c,d\n` }, pairs);
      expect(columns).deep.equal(['x', 'y']);
      expect(rows).deep.equal(['a b', 'c d']);
    }
  });

  it('may have no header: their columns are numbered', async () => {
    const content = 'a,b\nc,d\n1,2\n';
    const all = await read({ 'a.csv': content }, { ...pairs, header: false });
    expect(all).deep.include({ columns: ['1', '2'], rows: ['a b', 'c d', '1 2'] });
    const chosen = await read({ 'a.csv': content }, { ...pairs, header: false, from: ['2'], to: '1' });
    expect(chosen.rows).deep.equal(['b a', 'd c', '2 1']);
    const error = await refusal({ 'a.csv': 'a,b\n' }, { ...pairs, header: false, to: '3' });
    expect(error).include({ code: 'table/no-column', column: '"3"', known: '"1", "2"' });
  });

  it('are refused where a header looks like data, unless its columns were named', async () => {
    const labels = { 'a.csv': 'good,pos\nbad,neg\nfine,pos\n' };
    expect(await refusal(labels, classify)).include({ code: 'table/no-header', cell: '"pos"' });
    expect(await refusal({ 'a.csv': '1.5,red\n2,blue\n' }, pairs)).include({
      code: 'table/no-header',
      cell: '"1.5"',
    });
    expect(
      await refusal({ 'a.csv': 'p,red\nq,blue\np,green\n' }, { source: 'label', target: 'chars' }),
    ).include({
      code: 'table/no-header',
      cell: '"p"',
      why: 'occurs again in its column',
    });
    const named = await read(labels, { ...classify, from: ['good'], to: 'pos' });
    expect(named.rows).deep.equal(['bad neg', 'fine pos']);
    expect((await read(labels, { ...classify, header: false })).rows).length(3);
  });

  it('may be several files, each with the columns of the first by name', async () => {
    const files = { 'a.csv': 'x,y\na,b\n', 'b.tsv': 'z\ty\tx\n?\td\tc\n', 'c.csv': 'x;y\ne;f\n' };
    const { rows, digest } = await read(files, pairs);
    expect(rows).deep.equal(['a b', 'c d', 'e f']);
    expect(digest).equal((await read({ 'a.csv': 'x,y\na,b\nc,d\ne,f\n' }, pairs)).digest);
    expect(await refusal({ 'a.csv': 'x,y\na,b\n', 'b.csv': 'x,z\na,b\n' }, pairs)).include({
      code: 'table/no-column',
      file: place('b.csv'),
      column: '"y"',
    });
    expect(await refusal({ 'a.csv': 'x,y\na,b\n', 'b.csv': 'x,y\na,b\nc,\n' }, pairs)).include({
      code: 'table/empty-cell',
      file: place('b.csv'),
      row: 3,
    });
    expect(await refusal({ 'a.csv': 'x,y\na,b\n', 'b.csv': '\n' }, pairs)).include({
      code: 'table/empty',
      file: place('b.csv'),
    });
    const bare = await read({ 'a.csv': 'a,b\n', 'b.csv': 'c,d\n' }, { ...pairs, header: false });
    expect(bare.rows).deep.equal(['a b', 'c d']);
  });

  it('may have several texts as a source: each begins on a new line, and one may be empty', async () => {
    const from = ['x', 'z'];
    const { rows } = await read({ 'a.csv': 'x,y,z\na,b,c\nd,e,\n,g,f\n' }, { ...pairs, from, to: 'y' });
    expect(rows).deep.equal(['a\nc b', 'd\n e', '\nf g']);
    expect(await refusal({ 'a.csv': 'x,y,z\na,b,c\n,d,\n' }, { ...pairs, from, to: 'y' })).include({
      code: 'table/empty-cell',
      row: 3,
      column: '"x,z"',
    });
  });

  it('may have rows that are too long: left out, or cut to their first symbols', async () => {
    const content = { 'a.csv': 'x,y\nabc,p\n😀😀😀😀,q\n' };
    expect((await read(content, { ...classify, maxLength: 3, truncate: true })).rows).deep.equal([
      'abc p',
      '😀😀😀 q',
    ]);
    const tags = { source: 'chars', target: 'words', aligned: true, maxLength: 2, truncate: true } as const;
    expect((await read({ 'a.tsv': 'x\ty\nabc\tA B C\nde\tA A\n' }, tags)).rows).deep.equal([
      'ab AB',
      'de AA',
    ]);
    expect(await refusal({ 'a.tsv': 'x\ty\nabc\tA B\n' }, tags)).include({ code: 'table/lengths', row: 2 });
  });

  describe('are refused with a hint at what is wrong:', () => {
    for (const [what, name, content, options, hint] of [
      ['too many cells', 'a.csv', 'x,y\na,b,c\n', pairs, 'quote a cell that contains ","'],
      [
        'too many cells of a .tsv',
        'a.tsv',
        'x\ty\na\tb\tc\n',
        pairs,
        'a cell with a tab needs quotes, which a .csv has',
      ],
      ['too few cells', 'a.csv', 'x,y\na\n', pairs, 'add the cells that are missing, or remove the row'],
      [
        'another delimiter',
        'a.csv',
        'x,y\na;b\n',
        pairs,
        'divide its cells by ",", as those of the first row',
      ],
      [
        ...(['numbers for labels', 'a.csv'] as const),
        `x,y\n${Array.from({ length: 1001 }, (_, i) => `a,${i / 2}\n`).join('')}`,
        ...([classify, 'they are numbers: divide them into a few classes'] as const),
      ],
      [
        ...(['texts for labels', 'a.csv'] as const),
        `x,y\n${Array.from({ length: 1001 }, (_, i) => `a,l${i}\n`).join('')}`,
        ...([classify, 'did you mean --task translate'] as const),
      ],
    ] as const) {
      it(what, async () => {
        expect(await refusal({ [name]: content }, options))
          .property('hint')
          .contain(hint);
      });
    }
  });
});
