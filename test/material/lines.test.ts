import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '../../src/runs/checkpoint.js';
import { run as runCli, temporaryDirectory } from '../helpers/run-cli.js';

const tiny = ['--hidden', '8', '--layers', '1', '--batch', '4', '--backend', 'js', '--threads', '1'];
// sorted: the last tenth begins with letters that no line before them begins with
const sorted = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i))
  .flatMap((letter) => ['one', 'two', 'three', 'four'].map((word) => `${letter}${letter}-${word}`))
  .join('\n');

describe('train --lines', function () {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  const run = (...args: string[]) => runCli(args, { cwd });
  before(() => writeFileSync(join(cwd, 'names.txt'), `${sorted}\n`));

  it('holds out lines at random, so that a sorted list can be tested', async () => {
    const loss = async (out: string, ...flags: string[]) => {
      const steps = ['--steps', '150', '--val', '0.1', '--test', '0.1', '--out', out];
      const { code, stdout, stderr } = await run('train', 'names.txt', ...flags, ...tiny, ...steps, '--json');
      expect(code, stderr).to.equal(0);
      const events = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      return events.findLast(({ type, split }) => type === 'eval' && split === 'test')!['loss'] as number;
    };
    expect(await loss('lines', '--lines')).to.be.below(await loss('text', '--seq', '8'));
  });

  it('resumes to the bit', async () => {
    const weights = (out: string) => readCheckpoint(join(cwd, out, 'step-00000012.safetensors')).weights;
    const flags = ['--lines', ...tiny, '--quiet', '--dropout', '0.1'];
    await run('train', 'names.txt', ...flags, '--steps', '12', '--out', 'whole');
    await run('train', 'names.txt', ...flags, '--steps', '5', '--out', 'parts');
    const { code, stderr } = await run('train', '--resume', 'parts', '--steps', '12', '--quiet');
    expect(code, stderr).to.equal(0);
    for (const [name, { data }] of weights('whole'))
      expect(weights('parts').get(name)!.data).to.deep.equal(data);
  });

  it('is refused for a text of one line, and for a table', async () => {
    writeFileSync(join(cwd, 'one.txt'), 'only this');
    const one = await run('train', 'one.txt', '--lines', ...tiny);
    expect([one.code, one.stderr]).to.deep.equal([
      3,
      'char-rnn: one.txt has fewer than two lines, so none can be held out; omit --lines if the text is one piece\n',
    ]);
    const table = await run('train', 'names.txt', '--lines', '--task', 'classify');
    expect(table.code).to.equal(2);
    expect(table.stderr).to.include('--lines applies to texts; this run classifies');
  });
});

describe('sample --lines', function () {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  const run = (...args: string[]) => runCli(args, { cwd });
  const words = ['anna', 'annika', 'bert', 'berta', 'carl', 'carla'];
  before(async () => {
    writeFileSync(join(cwd, 'names.txt'), `${words.join('\n')}\n`.repeat(8));
    const length = ['--steps', '400', '--val', '0', '--test', '0', '--quiet', '--out', 'names'];
    const { code, stderr } = await run('train', 'names.txt', '--lines', ...tiny, ...length);
    expect(code, stderr).to.equal(0);
  });
  const lines = async (...flags: string[]) => {
    const { code, stdout, stderr } = await run('sample', 'names', '--lines', ...flags);
    expect(code, stderr).to.equal(0);
    return stdout.split('\n').slice(0, -1);
  };

  it('writes whole lines, from the beginning of a line to its end, the same for the same seed', async () => {
    const drawn = await lines('60', '--seed', '1');
    expect(drawn).to.have.length(60);
    expect(drawn.filter((line) => words.includes(line)).length).to.be.above(30);
    expect(await lines('60', '--seed', '1')).to.deep.equal(drawn);
  });

  it('begins each with --prefix, which stands in it', async () => {
    for (const line of await lines('20', '--prefix', 'ber', '--seed', '2')) expect(line).to.match(/^ber/);
  });

  it('draws no line twice, none of the training text, none that is short, and no forbidden character', async () => {
    const unique = await lines(
      '12',
      '--unique',
      '--new',
      '--min-length',
      '3',
      '--seed',
      '3',
      '--temp',
      '1.5',
    );
    expect(new Set(unique).size).to.equal(12);
    for (const line of unique) expect([words.includes(line), line.length >= 3]).to.deep.equal([false, true]);
    for (const line of await lines('20', '--forbid', 'ae', '--seed', '4')) expect(line).not.to.match(/[ae]/);
  });

  it('ends with a message where too few exist, and keeps those it found', async () => {
    const few = ['--lines', '50', '--unique', '--temp', '0.01', '--seed', '5'];
    const { code, stdout, stderr } = await run('sample', 'names', ...few);
    expect(code).to.equal(3);
    expect(stdout.split('\n').length - 1).to.be.within(1, 49);
    expect(stderr).to.match(/found \d+ of 50 lines; 10000 more draws gave no other; ask for fewer/);
  });

  it('refuses --new where the training text has changed', async () => {
    writeFileSync(join(cwd, 'names.txt'), 'dora\nemil\n');
    const { code, stderr } = await run('sample', 'names', '--lines', '2', '--new');
    expect(code).to.equal(3);
    expect(stderr).to.include('names.txt is not, or no longer, what');
  });
});
