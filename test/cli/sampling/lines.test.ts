import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryDirectory } from '../../helpers/run-cli.js';

describe('sample --lines', () => {
  const { path: cwd, remove } = temporaryDirectory();
  const names = ['ada', 'adele', 'bela', 'bob', 'cleo'];
  const lines = async (...args: string[]) => {
    const { stdout, stderr, code } = await run(['sample', 'run', '--lines', '12', '-s', '1', ...args], {
      cwd,
    });
    expect(code, stderr).to.equal(0);
    return stdout.trimEnd().split('\n');
  };

  before(async () => {
    writeFileSync(
      join(cwd, 'names.txt'),
      `${Array.from({ length: 60 }, (_, i) => names[i % 5]).join('\n')}\n`,
    );
    const tiny = ['--hidden', '16', '--layers', '1', '--steps', '150', '--threads', '1', '--quiet'];
    await run(['train', 'names.txt', '--lines', '--out', 'run', ...tiny], { cwd });
  });
  after(remove);

  it('draws so many whole lines', async () => {
    expect(await lines()).to.have.length(12);
  });

  it('begins each with the prefix', async () => {
    for (const line of await lines('--prefix', 'ad')) expect(line).to.match(/^ad/);
  });

  it('draws no line twice, none of the training text, and no forbidden character', async () => {
    const unique = await lines('--unique', '--new', '--forbid', 'o');
    expect(new Set(unique).size).to.equal(12);
    for (const line of unique) expect(names).to.not.include(line);
    expect(unique.join('')).to.not.include('o');
  });

  it('clamps cells as other samples do', async () => {
    expect(await lines('--clamp', '1:1=3', '--clamp', '1:2=-3')).to.not.deep.equal(await lines());
  });

  it('keeps the lines that match --only, and ends a pattern that takes exponential time', async () => {
    for (const line of await lines('--only', '^b.*[^b]$')) expect(line).to.match(/^b.*[^b]$/);
    const slow = [
      'sample',
      'run',
      '--lines',
      '1',
      '-s',
      '1',
      '--only',
      '^(\\w*)*(\\w*)*(\\w*)*(\\w*)*(\\w*)*!$',
    ];
    const long = ['--prefix', 'a'.repeat(60)];
    const { code, stderr } = await run([...slow, ...long], { cwd });
    expect(code).to.equal(2);
    expect(stderr).to.match(/^char-rnn: --only: .* has not been matched with a line after 1 seconds/m);
    const wrong = await run(['sample', 'run', '--lines', '1', '--only', '('], { cwd });
    expect(wrong.stderr).to.include('--only: invalid value').and.to.include('regular expression');
  });

  it('is what a prime that may stand anywhere in a line is told of', async () => {
    const note = async (prime: string) =>
      (await run(['sample', 'run', '-n', '3', '--prime', prime], { cwd })).stderr;
    expect(await note('ad')).to.include('--lines N --prefix ad draws lines that begin with it');
    expect(await note('\nad')).to.equal('');
  });
});
