import { expect } from 'chai';
import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run as start, temporaryDirectory } from '../../helpers/run-cli.js';

const animals = ['cat', 'dog', 'owl', 'fox'];
const verbs = ['sat', 'ran', 'hid'];
/** Sentences number `from` to `to`. */
const sentences = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `a ${animals[(from + i) % 4]!} ${verbs[(from + i * i) % 3]!}`);

describe('char-rnn train --val FILE --test FILE', function () {
  const directory = temporaryDirectory();
  after(() => directory.remove());
  const place = (name: string) => join(directory.path, name);
  const run = (...args: string[]) => start(args, { cwd: directory.path });
  const train = (...args: string[]) =>
    run('train', ...args, '--threads', '1', '--hidden', '8', '--layers', '1');
  const config = (out: string) => JSON.parse(readFileSync(place(`${out}/config.json`), 'utf8'));
  /** The losses of validation and test at the end of a run, of its log. */
  const losses = (out: string) => {
    const rows = readFileSync(place(`${out}/log.csv`), 'utf8').split('\n');
    const lossOf = (part: string) => Number(rows.findLast((row) => row.includes(`,${part},`))!.split(',')[3]);
    return { validation: lossOf('validation'), test: lossOf('test') };
  };
  const lossOf = async (out: string, file: string) => {
    const { stdout, stderr, code } = await run('eval', out, file, '--json', '-');
    expect(code, stderr).equal(0);
    return (JSON.parse(stdout) as { loss: number }).loss;
  };

  before(() => {
    const parts = { train: sentences(0, 120), valid: sentences(120, 150), test: sentences(150, 190) };
    for (const [name, lines] of Object.entries(parts)) {
      // the last line of the first file has no end
      writeFileSync(place(`${name}.txt`), lines.join('\n') + (name === 'train' ? '' : '\n'));
      const rows = lines.map((line) => `${line},${line.split(' ')[1]!}\n`);
      writeFileSync(place(`${name}.csv`), `text,animal\n${rows.join('')}`);
    }
  });

  const files = (end: string) => [`train${end}`, '--val', `valid${end}`, '--test', `test${end}`];

  it('validates and tests on these texts, and trains on all of the others', async () => {
    const { code, stderr } = await train(...files('.txt'), '--out', 'text', '--steps', '5', '--seq', '200');
    expect(code, stderr).equal(0);
    expect(stderr).match(/validate valid\.txt: \d+ characters/);
    const { validation, test } = losses('text');
    expect(await lossOf('text', 'valid.txt')).closeTo(validation, 1e-5);
    expect(await lossOf('text', 'test.txt')).closeTo(test, 1e-5);
    const { corpus } = config('text').environment;
    expect(corpus.characters).equal(
      ['train.txt', 'valid.txt', 'test.txt'].reduce((sum, name) => sum + readFileSync(place(name)).length, 0),
    );
  });

  it('holds out the lines of these files with --lines, whether or not another ends with a newline', async () => {
    const args = ['--out', 'lines', '--steps', '2', '--lines'];
    const { code, stderr } = await train(...files('.txt'), ...args);
    expect(code, stderr).equal(0);
    expect(stderr).contain('190, each an example');
    // 30 lines of 9 characters, each with its end, and a first newline
    const view = await run('inspect', 'lines', '--view', 'activations', '--csv', '-');
    expect(view.stdout.match(/^\d+,/gm), view.stderr).length(301);
  });

  it('reads tables with the columns of the first, and holds out none of its rows', async () => {
    const args = ['--task', 'classify', '--out', 'table', '--steps', '5'];
    const { code, stderr } = await train(...files('.csv'), ...args);
    expect(code, stderr).equal(0);
    expect(stderr).contain('120 rows to train on').contain('validate valid.csv: 30 rows');
    const { validation, test } = losses('table');
    expect(await lossOf('table', 'valid.csv')).closeTo(validation, 1e-5);
    expect(await lossOf('table', 'test.csv')).closeTo(test, 1e-5);
    const against = await run('compare', 'table', '--against', 'table', '--csv', '-');
    expect(against.code, against.stderr).equal(0);
  });

  it('resumes bit for bit, from files that have moved too, and refuses those that have changed', async () => {
    const args = ['--dropout', '.1', '--out', 'whole'];
    expect((await train(...files('.txt'), ...args, '--steps', '6')).code).equal(0);
    expect((await train(...files('.txt'), ...args.slice(0, 3), 'half', '--steps', '3')).code).equal(0);
    renameSync(place('valid.txt'), place('moved.txt'));
    const gone = await run('train', '--resume', 'half', '--steps', '6');
    expect([gone.code, gone.stderr]).deep.equal([3, gone.stderr]);
    expect(gone.stderr).contain('valid.txt').contain('no longer exists');
    const resumed = await run('train', '--resume', 'half', '--steps', '6', '--val', 'moved.txt');
    expect(resumed.code, resumed.stderr).equal(0);
    const [whole, half] = ['whole', 'half'].map((out) => readFileSync(place(`${out}/log.csv`), 'utf8'));
    const column = (log: string) => log.split('\n').map((row) => row.split(',').slice(0, 5).join());
    expect(column(half!)).include.members(column(whole!).slice(4));
    copyFileSync(place('test.txt'), place('valid.txt'));
    const changed = await run('train', '--resume', 'half', '--steps', '7');
    expect(changed.code).equal(3);
    expect(changed.stderr).contain('valid.txt').contain('is not, or no longer, what half was');
    renameSync(place('moved.txt'), place('valid.txt'));
  });

  it('refuses a share at --resume, a file for the parts of clips, standard input, and an empty file', async () => {
    writeFileSync(place('empty.txt'), '');
    const refused = async (code: number, ...args: string[]) => {
      const result = await run(...args);
      expect(result.code, result.stderr).equal(code);
      return result.stderr;
    };
    expect(await refused(2, 'train', '--resume', 'text', '--val', '.2')).contain('--val');
    expect(await refused(2, 'train', 'a.npz', '--val', 'b.npz')).contain('a share, for an .npz file');
    expect(await refused(2, 'train', 'train.txt', '--val', '-')).contain('a share, or a file');
    expect(await refused(2, 'train', 'train.txt', '--val', '1.5')).contain('or the path of a file');
    expect(await refused(2, 'train', ...files('.txt'), '--split', 'streams')).contain('--split streams');
    expect(await refused(3, 'train', 'train.txt', '--val', 'empty.txt')).contain('empty.txt');
    expect(await refused(3, 'train', 'train.txt', '--val', 'none.txt')).contain('none.txt');
  });
});
