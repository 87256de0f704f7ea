import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../src/core/errors.js';
import { openTable } from '../../../src/material/table/table.js';
import type { TableOptions } from '../../../src/material/table/writer.js';

const classify = { source: 'chars', target: 'label' } as const;
const translate = { source: 'chars', target: 'chars' } as const;
const tag = { ...translate, aligned: true } as const;

describe('table', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'table-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  function file(name: string, content: string | Uint8Array): string {
    writeFileSync(join(directory, name), content);
    return join(directory, name);
  }

  /** Opens a table, reads it all back, closes it. */
  async function read(content: string | Uint8Array, options: TableOptions, name = 'a.csv') {
    const table = await openTable(file(name, content), { workDirectory: directory, ...options });
    const text = (ids: Int32Array, symbols: readonly string[]) => Array.from(ids, (id) => symbols[id]);
    const rows = Array.from({ length: table.rows }, (_, row) => {
      const { source, target } = table.lengths(row);
      const [from, to] = [new Int32Array(source), new Int32Array(target)];
      table.readSource(row, from);
      table.readTarget(row, to);
      return [text(from, table.symbols.source), text(to, table.symbols.target)];
    });
    const left = readdirSync(directory).filter((entry) => entry !== name);
    table.close();
    return { ...table, left, data: rows, joined: rows.map((row) => row.map((symbols) => symbols.join(''))) };
  }

  async function errorOf(content: string, options: TableOptions, name?: string): Promise<UserError> {
    const error = await read(content, options, name).then(
      () => expect.fail('no error'),
      (thrown: unknown) => thrown,
    );
    expect(error, String((error as Error).stack)).to.be.instanceOf(UserError);
    return error as UserError;
  }

  async function expectError(
    content: string,
    options: TableOptions,
    code: string,
    fields: object,
    name?: string,
  ) {
    const error = await errorOf(content, options, name);
    expect(error.code).to.equal(code);
    expect(error.fields).to.include(fields);
  }

  it('reads a name and its label, the first two columns, and keeps no file that has a name', async () => {
    const table = await read('name,country\nparis,FR\nrome,IT\n', classify);
    expect(table.joined).to.deep.equal([
      ['paris', 'FR'],
      ['rome', 'IT'],
    ]);
    expect(table.symbols.source).to.deep.equal(['a', 'e', 'i', 'm', 'o', 'p', 'r', 's']);
    expect(table.symbols.target).to.deep.equal(['FR', 'IT']);
    expect(table.characters).to.deep.equal({ source: 9, target: 2 });
    expect(table.columns).to.deep.include({ from: ['name'], to: 'country' });
    expect(table.left).to.deep.equal([]);
    expect(table.name).to.equal('a');
  });

  it('reads the named columns, by default the first ones not named', async () => {
    const content = 'a,b,c\n1,2,3\n4,5,6\n';
    const columns = async (options: object) => (await read(content, { ...translate, ...options })).joined[0];
    expect(await columns({ from: ['c'], to: 'a' })).to.deep.equal(['3', '1']);
    expect(await columns({ from: ['b'] })).to.deep.equal(['2', '1']);
    expect(await columns({ to: 'a' })).to.deep.equal(['2', '1']);
  });

  it('numbers symbols by code point, for any order of the rows', async () => {
    const one = await read('x,y\nba,q\n😀é,p\n', classify);
    const other = await read('x,y\n😀é,p\nba,q\n', classify);
    expect(one.symbols).to.deep.equal(other.symbols);
    expect(one.symbols.source).to.deep.equal(['a', 'b', 'é', '😀']);
    expect(one.digest).to.not.equal(other.digest);
  });

  it('divides cells at blanks with words, and each cell is one label', async () => {
    const table = await read('word,phones\nno, N  OW\nyes,Y EH S \n', { source: 'chars', target: 'words' });
    expect(table.data.map(([, to]) => to)).to.deep.equal([
      ['N', 'OW'],
      ['Y', 'EH', 'S'],
    ]);
    const labels = await read('l,x\nnew york,a\nrome,b\n', { source: 'label', target: 'chars' });
    expect(labels.data.map(([from]) => from)).to.deep.equal([['new york'], ['rome']]);
  });

  it('reads numbers', async () => {
    const content = 'r,g,b,name\n1,2.5,-3e2,red\n 4 ,5,6,blue\n';
    const options = { source: 'numbers', target: 'chars', from: ['r', 'g', 'b'], to: 'name' } as const;
    const table = await openTable(file('c.csv', content), { workDirectory: directory, ...options });
    const numbers = new Float64Array(3);
    table.readNumbers(0, numbers);
    expect([...numbers]).to.deep.equal([1, 2.5, -300]);
    table.readNumbers(1, numbers);
    expect([...numbers]).to.deep.equal([4, 5, 6]);
    expect(table.lengths(1)).to.deep.include({ source: 0, target: 4 });
    table.close();
    for (const value of ['NaN', 'Infinity', '1e999', '1e39', 'abc', '0x10', '1,5', '--1']) {
      const bad = `r,g,b,name\n1,2,3,a\n4,"${value}",6,b\n`;
      await expectError(bad, options, 'table/number', { row: 3, column: '"g"', value: `"${value}"` });
    }
  });

  describe('of any kind', () => {
    const wanted = [
      ['say "hi", you', 'a'],
      ['two\nlines', 'b'],
      ['plain', 'c'],
    ];
    const lines = ['x,y', '"say ""hi"", you",a', '"two\nlines",b', 'plain,c'];
    for (const [kind, content] of [
      ['with quotes inside quotes, delimiters and line ends in cells', `${lines.join('\n')}\n`],
      ['with CRLF', `${lines.join('\r\n')}\r\n`],
      ['with a BOM', `\ufeff${lines.join('\n')}\n`],
      ['without a last line end', lines.join('\n')],
      ['with blank lines', `\n${lines.join('\n\n')}\n\n  \n`],
    ] as const) {
      it(`reads one ${kind}, in chunks of any size`, async () => {
        for (const chunkSize of [1, 3, 7, 32768]) {
          const table = await read(content, { ...classify, chunkSize });
          expect(table.joined).to.deep.equal(wanted);
        }
      });
    }

    it('reads a quote in the middle of an unquoted cell as it is', async () => {
      expect((await read('x,y\n5" pipe,a\nsay "hi",b\n', classify)).joined[0]).to.deep.equal([
        '5" pipe',
        'a',
      ]);
    });

    it('reads a .tsv, which knows no quotes, and counts the cells that look quoted', async () => {
      const content = 'x\ty\n"open, he said\ta\n"a ""quoted"" one"\tb\n"so"\ta\n "b" and "c"\tb\n';
      const table = await read(content, classify, 'a.tsv');
      expect(table.joined.map(([from]) => from)).to.deep.equal([
        '"open, he said',
        '"a ""quoted"" one"',
        '"so"',
        ' "b" and "c"',
      ]);
      expect(table.quotedCells).to.equal(2);
    });

    it('reads another delimiter', async () => {
      const table = await read('x;y\n"1;2";a\n3,4;b\n', { ...classify, delimiter: ';' });
      expect(table.joined).to.deep.equal([
        ['1;2', 'a'],
        ['3,4', 'b'],
      ]);
    });

    it('reads a row of 1 MB, also with many lines in it, and leaves it out when it is too long', async () => {
      for (const unit of ['x', 'line\n']) {
        const long = `"${unit.repeat(2 ** 20 / unit.length)}"`;
        const content = `x,y\nab,a\n${long},b\ncd,b\n`;
        const table = await read(content, classify);
        expect(table.joined).to.deep.equal([
          ['ab', 'a'],
          ['cd', 'b'],
        ]);
        expect(table.omitted).to.equal(1);
        expect(table.symbols.source, 'of rows that are read only').to.deep.equal(['a', 'b', 'c', 'd']);
        const all = await read(content, { ...classify, maxLength: 2 ** 21 });
        expect(all.lengths(1).source).to.be.above(2 ** 20 - 5);
      }
    });

    it('counts code points against the longest that is allowed', async () => {
      const table = await read('x,y\n😀😀,a\nabc,b\nxy,c\n', { ...classify, maxLength: 2 });
      expect(table.joined.map(([from]) => from)).to.deep.equal(['😀😀', 'xy']);
    });
  });

  it('turns rare characters into U+FFFD, labels aside', async () => {
    const table = await read('x,y\naab,p\nac,q\n', { ...classify, minCount: 2 });
    expect(table.joined).to.deep.equal([
      ['aa\ufffd', 'p'],
      ['a\ufffd', 'q'],
    ]);
  });

  it('gives rows of the same content the same hash, and others another', async () => {
    const table = await read('x,y\nab,c\na,bc\nab,c\nab,d\n', translate);
    const hashes = [0, 1, 2, 3].map((row) => table.hash(row).join());
    expect(hashes[0]).to.equal(hashes[2]);
    expect(new Set(hashes).size).to.equal(3);
  });

  describe('with the symbols of a model', () => {
    const known = { source: ['a', 'b'], target: ['x', 'y'] };

    it('uses their ids', async () => {
      const table = await read('s,t\nba,y\n', { ...classify, known });
      const ids = new Int32Array(2);
      expect(table.joined).to.deep.equal([['ba', 'y']]);
      expect(table.symbols).to.deep.equal(known);
      expect(ids.length).to.equal(table.lengths(0).source);
    });

    it('names a label and a character the model does not know', async () => {
      await expectError('s,t\na,x\nb,Z\n', { ...classify, known }, 'table/unknown-label', {
        row: 3,
        column: '"t"',
        label: '"Z"',
        known: '"x", "y"',
      });
      await expectError('s,t\naq,x\n', { ...classify, known }, 'table/unknown-symbol', {
        row: 2,
        column: '"s"',
        symbol: "'q' (U+0071)",
        size: 2,
      });
    });

    it('leaves unknown characters out when asked, or reads U+FFFD where the model has it', async () => {
      expect((await read('s,t\naqb,x\n', { ...classify, known, unknown: 'skip' })).joined[0]![0]).to.equal(
        'ab',
      );
      const rare = { source: ['a', 'b', '\ufffd'], target: known.target };
      expect((await read('s,t\naqb,x\n', { ...classify, known: rare })).joined[0]![0]).to.equal('a\ufffdb');
    });
  });

  describe('that cannot be used, names row and column:', () => {
    it('no such column, with those there are', async () => {
      const fields = { column: '"city"', known: '"name", "country"' };
      await expectError('name,country\na,b\n', { ...classify, from: ['city'] }, 'table/no-column', fields);
    });

    it('one column, as with the wrong delimiter', async () => {
      const fields = { count: 1, delimiter: '","' };
      await expectError('name country\na b\n', classify, 'table/columns', fields);
      await expectError('name;country\na;b\n', { ...classify, delimiter: ',' }, 'table/columns', fields);
    });

    it('two columns of the same name', async () => {
      await expectError('a,b,a\n1,2,3\n', { ...classify, from: ['a'] }, 'table/two-columns', {
        column: '"a"',
      });
    });

    it('the header a second time', async () => {
      await expectError('a,b\n1,2\na,b\n3,4\n', classify, 'table/header', { row: 3 });
    });

    const many = Array.from({ length: 3000 }, (_, i) => `row ${i},label${i % 7}\n`).join('');

    it('a quote that is not closed', async () => {
      await expectError('a,b\n1,2\n"3,4\n5,6\n', classify, 'table/quote', { row: 3 });
      await expectError(`a,b\n${many}"3,4\n5,6\n`, classify, 'table/quote', { row: 3002 });
      await expectError(`a,b\n${many}"3,4\n${many}`, classify, 'table/quote', { row: 3002 });
      await expectError('a,b\n1,"2', classify, 'table/quote', { row: 2 });
    });

    it('text after a closing quote', async () => {
      for (const chunkSize of [50, 32768]) {
        const content = `a,b\n${many}"x"y,4\n${many}`;
        await expectError(content, { ...classify, chunkSize }, 'table/quote', {
          row: 3002,
          text: '"\\"x\\"y,4"',
        });
      }
    });

    it('a quote that is not closed in a very long file, without reading it all', async () => {
      const content = `a,b\n1,2\n"3,4\n${'5,6\n'.repeat(3 * 2 ** 20)}`;
      await expectError(content, classify, 'table/quote', { row: 3 });
    });

    it('a row of another width', async () => {
      await expectError('a,b\n1,2\n3\n', classify, 'table/width', { row: 3, cells: 1, columns: 2 });
      await expectError('a,b\n1,2\n3,4,5\n', classify, 'table/width', { row: 3, cells: 3, columns: 2 });
    });

    it('an empty cell', async () => {
      await expectError('a,b\n1,2\n,4\n', classify, 'table/empty-cell', { row: 3, column: '"a"' });
      await expectError('a,b\n1,\n2, \n3,4\n', classify, 'table/empty-cell', { row: 2, column: '"b"' });
    });

    it('a column that is empty in all rows', async () => {
      await expectError('a,b\n1,\n2,\n', classify, 'table/empty-column', { column: '"b"', rows: 2 });
    });

    it('no rows, or none that is short enough', async () => {
      await expectError('a,b\n', classify, 'table/empty', {});
      await expectError('', classify, 'table/empty', {});
      await expectError('a,b\nxx,y\n', { ...classify, maxLength: 1 }, 'table/empty', {});
    });

    it('tags that are not as many as the symbols, with both lengths', async () => {
      await expectError('text,tags\nab,xy\nabc,xy\n', tag, 'table/lengths', { row: 3, symbols: 3, tags: 2 });
      await expectError(
        'text,tags\na b,X Y\n',
        { source: 'words', target: 'chars', aligned: true },
        'table/lengths',
        {
          symbols: 2,
          tags: 3,
        },
      );
    });

    it('one label only', async () => {
      await expectError('a,b\n1,x\n2,x\n', classify, 'table/one-label', { column: '"b"', label: '"x"' });
      await expectError('a,b\n12,xx\n2,x\n', tag, 'table/one-label', { label: '"x"' });
    });

    it('more than a thousand labels', async () => {
      const rows = (count: number) => Array.from({ length: count }, (_, i) => `x,${i}\n`).join('');
      expect((await read(`a,b\n${rows(1000)}`, classify)).symbols.target).to.have.length(1000);
      await expectError(`a,b\n${rows(1001)}`, classify, 'table/many-labels', { row: 1002, most: 1000 });
    });
  });

  it('reports labels that are the same but for blanks', async () => {
    const table = await read('a,b\n1,new york\n2,"new york "\n3,rome\n4,newyork\n', classify);
    expect(table.similarLabels).to.deep.equal([
      ['new york', 'new york '],
      ['new york', 'newyork'],
    ]);
  });

  it('ends when it is asked to, and leaves nothing', async () => {
    const controller = new AbortController();
    const path = file('a.csv', `a,b\n${'1,2\n3,4\n'.repeat(100_000)}`);
    setImmediate(() => controller.abort(new Error('stopped')));
    const error = await openTable(path, {
      ...classify,
      workDirectory: directory,
      signal: controller.signal,
    }).catch((thrown: Error) => thrown);
    expect(error).to.have.property('message', 'stopped');
    expect(readdirSync(directory)).to.deep.equal(['a.csv']);
  });
});
