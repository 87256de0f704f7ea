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
});
