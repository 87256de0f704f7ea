import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { TaskData } from '../../src/core/snapshot.js';
import { writeCheckpoint } from '../../src/runs/checkpoint.js';
import { program, run as start, temporaryDirectory } from '../helpers/run-cli.js';
import { taskSnapshot } from '../helpers/snapshots.js';

const base: TaskData = {
  name: 'classify',
  from: ['name'],
  to: 'kind',
  toTokens: 'chars',
  scaling: null,
  delay: 0,
  reverse: false,
  source: [...'\n ",abcé😀'],
  target: ['one', 'two', 'x\ny'],
};
const letters = [...'abc'];

/** A network with random weights for each task. */
const models: Record<string, TaskData> = {
  classify: base,
  tag: { ...base, name: 'tag', to: 'tags', target: letters },
  generate: { ...base, name: 'generate', source: ['p', 'q'], target: letters },
  numbers: {
    ...base,
    name: 'generate',
    from: ['r', 'g'],
    source: [],
    target: letters,
    scaling: { mean: [0, 0], deviation: [1, 1] },
  },
  translate: { ...base, name: 'translate', to: 'other', target: letters },
  named: { ...base, from: ['cab'] },
  lines: { ...base, name: 'translate', to: 'other', target: ['\n', '\\', 'r'] },
};

/** A source that each of them reads. */
const good: Record<string, string> = {
  classify: 'ab',
  tag: 'ab',
  generate: 'p',
  numbers: '1,2',
  translate: 'ab',
};

describe('char-rnn sample with the model of a task', () => {
  const directory = temporaryDirectory();
  after(() => directory.remove());
  const place = (name: string) => join(directory.path, name);
  const write = (name: string, content: string | Uint8Array) => writeFileSync(place(name), content);
  const sample = (stdin: string, ...args: string[]) =>
    start(['sample', '-t', '0', ...args], { cwd: directory.path, stdin });
  /** The answer to one line. */
  const answer = async (model: string, line: string, ...args: string[]) => {
    const { stdout, code, stderr } = await sample(`${line}\n`, model, ...args);
    expect(code, stderr).equal(0);
    return stdout.replace(/\n$/, '');
  };

  before(() => {
    for (const [name, task] of Object.entries(models)) writeCheckpoint(place(name), taskSnapshot(task));
  });

  describe('answers the other lines where one cannot be read, with an empty line in its place:', () => {
    const cases: [what: string, model: string, bad: string, expected: RegExp, ...args: string[]][] = [
      ['an empty line', 'classify', '', /row 2: column "name" is empty/],
      ['an unknown character', 'tag', 'axb', /row 2, column "name": .*x.* is not among the 9 symbols/],
      ['only unknown characters', 'translate', '☃', /row 2: the model knows no character/, '--skip-unknown'],
      ['an unknown label', 'generate', 'z', /row 2, column "name": "z" is not a label/],
      ['what is no number', 'numbers', '1,x', /row 2, column "g": "x" is not a number/],
      ['too few numbers', 'numbers', '1', /row 2 has 1 cell\(s\)/],
      ['a line of 2 MB', 'classify', 'a'.repeat(2 ** 21), /row 2 has more than 1048576 characters/],
    ];
    for (const [what, model, bad, expected, ...args] of cases) {
      it(what, async () => {
        const line = good[model]!;
        const expectedAnswer = await answer(model, line, ...args);
        const { code, stdout, stderr } = await sample(`${line}\n${bad}\n${line}\n`, model, ...args);
        expect(stdout).equal(`${expectedAnswer}\n\n${expectedAnswer}\n`);
        expect(stderr).match(expected);
        expect(stderr).contain('1 of 3 lines could not be read');
        expect(stderr.match(/row \d/g)).length(1);
        expect(code).equal(3);
      });
    }

    it('bytes that are not UTF-8', async () => {
      write('bytes.txt', Buffer.concat([Buffer.from('ab\na'), Buffer.of(0xe9), Buffer.from('\nab\n')]));
      const { code, stdout, stderr } = await sample('', 'classify', 'bytes.txt');
      const [expected] = [await answer('classify', 'ab')];
      expect({ code, stdout }).deep.equal({ code: 3, stdout: `${expected}\n\n${expected}\n` });
      expect(stderr).contain('bytes.txt, row 2 is not valid utf8');
      const latin1 = await sample('', 'classify', 'bytes.txt', '--encoding', 'latin1');
      expect(latin1.stdout).equal(`${expected}\n${await answer('classify', 'aé')}\n${expected}\n`);
    });

    it('as null and the reason with --jsonl, as an empty line with --score', async () => {
      const json = await sample('ab\n\n', 'classify', '--jsonl');
      const [, bad] = json.stdout.trimEnd().split('\n');
      expect(JSON.parse(bad!)).deep.equal({
        source: '',
        answer: null,
        error: 'standard input, row 2: column "name" is empty; fill the cell or remove the row',
      });
      const scored = await sample('ab\n\nab\n', 'classify', '--score', 'one');
      expect(scored.stdout).match(/^0\.\d+\n\n0\.\d+\n$/);
    });
  });

  it('answers each line, or reports it, before the next one comes', async () => {
    const child = spawn(process.execPath, [program, 'sample', 'classify'], { cwd: directory.path });
    const wrote = (output: Readable) => {
      let text = '';
      output.on('data', (piece) => (text += piece));
      return async (pattern: RegExp) => {
        while (!pattern.test(text)) await once(output, 'data');
      };
    };
    const [out, err] = [wrote(child.stdout), wrote(child.stderr)];
    child.stdin.write('ab\n');
    await out(/^.+\n$/);
    child.stdin.write('\n');
    await err(/row 2: column "name" is empty/);
    child.stdin.write('ab\n');
    await out(/^(.+)\n\n\1\n$/);
    child.stdin.end();
    expect((await once(child, 'close'))[0]).equal(3);
  });

  it('counts what --skip-unknown leaves out', async () => {
    const { code, stdout, stderr } = await sample('a☃b\nab☃☃\n', 'classify', '--skip-unknown');
    expect(code, stderr).equal(0);
    const expected = await answer('classify', 'ab');
    expect(stdout).equal(`${expected}\n${expected}\n`);
    expect(stderr).contain('left out: 3 symbol(s) that the model does not know');
  });

  it('writes line ends inside an answer as \\n, and ends answers with NUL for -0', async () => {
    const drawn = ['lines', '-t', '1', '--seed', '1', '-n', '50'];
    const plain = await sample('a\nb\n', ...drawn, '-0');
    expect(plain.stdout).match(/\n.*\\.*\0.*\n.*\\.*\0$/s);
    const lines = (await sample('a\nb\n', ...drawn)).stdout.split('\n');
    expect(lines).length(3);
    const unescaped = lines.map((line) => line.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c)));
    expect(unescaped.join('\0')).equal(plain.stdout);
  });

  it('leaves answers empty that are less probable than --min-probability, and counts them', async () => {
    const json = (await sample('ab\ncba\n', 'classify', '--jsonl')).stdout.trimEnd().split('\n');
    const [first, second] = json.map((line) => JSON.parse(line) as { answer: string; probability: number });
    const [low, high] = [first!, second!].sort((a, b) => a.probability - b.probability);
    const least = ['--min-probability', String(high!.probability)];
    const { code, stdout, stderr } = await sample('ab\ncba\n', 'classify', ...least);
    expect(code).equal(0);
    expect(stdout).equal([first, second].map((one) => `${one === low ? '' : one!.answer}\n`).join(''));
    expect(stderr).contain('1 of 2 answers are less probable than asked');
    const withheld = (await sample('ab\ncba\n', 'classify', '--jsonl', ...least)).stdout.split('\n');
    expect(JSON.parse(withheld[first === low ? 0 : 1]!)).deep.include({
      answer: null,
      probability: low!.probability,
    });
    const table = await sample('ab\ncba\n', 'classify', '-o', '-', ...least);
    expect(table.stdout).match(/^(ab|cba),,0\.\d+$/m);
  });

  describe('reads a table', () => {
    const cells = ['a,b', 'say "a"'.replace(/[sy]/g, 'a'), 'a\nb', 'c'];
    const quoted = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`);
    const csv = (rows: readonly string[]) =>
      `id,name,kind\n${rows.map((cell, i) => `${i},${cell},one\n`).join('')}`;
    const json = async (model: string, source: string) => {
      write('one.csv', `name\n"${source.replaceAll('"', '""')}"\n`);
      const { stdout, stderr, code } = await sample('', model, 'one.csv', '--jsonl');
      expect(code, stderr).equal(0);
      return JSON.parse(stdout) as { source: string; answer: string; probability: number };
    };

    it('by the columns the model was trained on, quoting and all: an answer a row', async () => {
      write('t.csv', csv(quoted));
      const { code, stdout, stderr } = await sample('', 'classify', 't.csv', '--jsonl');
      expect(code, stderr).equal(0);
      const lines = stdout.trimEnd().split('\n');
      expect(lines.map((line) => (JSON.parse(line) as { source: string }).source)).deep.equal(cells);
      write('t.tsv', 'kind\tname\none\ta"b\n\none\tc\n');
      const tabs = await sample('', 'classify', 't.tsv', '--jsonl');
      expect(tabs.stdout).match(/^\{"source":"a\\"b".*\n\{"source":"c".*\n$/);
    });

    it('of several columns of numbers', async () => {
      write('n.csv', 'g,x,r\n2,?,1\n4,?,3\n');
      const { stdout } = await sample('', 'numbers', 'n.csv');
      expect(stdout).equal(`${await answer('numbers', '1,2')}\n${await answer('numbers', '3,4')}\n`);
    });

    it('and writes it with answers and probabilities with -o', async () => {
      write('t.csv', `\ufeff${csv(quoted)}`);
      const { code, stdout, stderr } = await sample('', 'classify', 't.csv', '-o', 'out.csv');
      expect({ code, stdout }, stderr).deep.equal({ code: 0, stdout: '' });
      const wanted: Awaited<ReturnType<typeof json>>[] = [];
      for (const cell of cells) wanted.push(await json('classify', cell));
      const rows = wanted.map(({ answer, probability }, i) => {
        const text = answer === 'x\ny' ? '"x\ny"' : answer;
        const cell = i === 3 ? cells[3] : quoted[i];
        return `${i},${cell},one,${text},${+probability.toPrecision(6)}\n`;
      });
      expect(readFileSync(place('out.csv'), 'utf8')).equal(
        `id,name,kind,answer,probability\n${rows.join('')}`,
      );
    });

    it('with columns for lines too, under free names, and to stdout', async () => {
      write('named.csv', 'name,answer\nab,b\n');
      const named = await sample('', 'classify', 'named.csv', '-o', '-');
      expect(named.stdout).match(/^name,answer,answer_2,probability\nab,b,\S+,0\.\d+\n$/);
      const lines = await sample('a,b\n\n', 'classify', '-o', '-');
      expect(lines.stdout).match(/^name,answer,probability\n"a,b",\S+,0\.\d+\n,,\n$/);
      expect(lines.code).equal(3);
    });

    it('row by row: those of another width, of bad quotes or bytes or a second header are not answered', async () => {
      const rows = ['1,ab', '2', '3,"ab"c', '4,ab', 'id,name', '6,\xff', '7,ab', '8,"never closed', '9,ab'];
      write('bad.csv', Buffer.from(`id,name\n${rows.join('\n')}\n`, 'latin1'));
      const { code, stdout, stderr } = await sample('', 'classify', 'bad.csv');
      const expected = await answer('classify', 'ab');
      expect(stdout).equal([expected, '', '', expected, '', '', expected, '', expected, ''].join('\n'));
      expect(stderr.match(/row \d+/g)).deep.equal(['row 3', 'row 4', 'row 6', 'row 7', 'row 9']);
      expect(stderr).contain('5 of 9 rows could not be read');
      expect(code).equal(3);
    });

    it('and keeps bytes of other columns that are not UTF-8', async () => {
      const content = Buffer.concat([
        Buffer.from('name,x\nab,'),
        Buffer.of(0xe9, 0x2c - 0x2c + 0x41),
        Buffer.from('\n'),
      ]);
      write('kept.csv', content);
      const { code, stderr } = await sample('', 'classify', 'kept.csv', '-o', 'kept-out.csv');
      expect(code, stderr).equal(0);
      expect(readFileSync(place('kept-out.csv')).includes(Buffer.of(0x2c, 0xe9, 0x41, 0x2c))).equal(true);
    });
  });

  describe('refuses', () => {
    const refused: [what: string, code: number, expected: RegExp, stdin: string, ...args: string[]][] = [
      [
        'the header of the training table as a line',
        3,
        /begins with the header of a table/,
        'name,kind\nab,one\n',
        'classify',
      ],
      [
        'it in any order, with other columns and delimiters',
        3,
        /header of a table/,
        '"kind";id;"name"\n',
        'classify',
      ],
      ['a header of numbers', 3, /header of a table/, 'r,g\n1,2\n', 'numbers'],
      [
        'a table without the column',
        3,
        /no column "name"; its columns are "x", "y"/,
        '',
        'classify',
        'other.csv',
      ],
      ['an empty table', 3, /contains no usable row/, '', 'classify', 'empty.csv'],
      [
        '--output without the format of a table',
        2,
        /--output.*\.csv or \.tsv/,
        '',
        'classify',
        '-o',
        'x.txt',
      ],
      ['--output onto the input', 2, /--output/, '', 'classify', 'other.csv', '-o', 'other.csv'],
      ['--label with an input', 2, /--label/, '', 'generate', 'other.csv', '--label', 'p'],
    ];
    for (const [what, code, expected, stdin, ...args] of refused) {
      it(what, async () => {
        write('other.csv', 'x,y\n1,2\n');
        write('empty.csv', '');
        const ran = await sample(stdin, ...args);
        expect(ran.stderr).match(expected);
        expect({ code: ran.code, stdout: ran.stdout }).deep.equal({ code, stdout: '' });
        expect(existsSync(place('x.txt'))).equal(false);
      });
    }
  });

  it('remarks on a first line that is the name of the column', async () => {
    const { code, stdout, stderr } = await sample('cab\nab\n', 'named');
    expect(code, stderr).equal(0);
    expect(stdout.split('\n')).length(3);
    expect(stderr).contain('the first line is the name of the column');
  });
});
