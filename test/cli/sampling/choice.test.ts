import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryDirectory } from '../../helpers/run-cli.js';

describe('which symbols sample draws', () => {
  const { path: cwd, remove } = temporaryDirectory();
  const sample = async (...args: string[]) => {
    const { stdout, stderr, code } = await run(['sample', 'run', '-s', '1', ...args], { cwd });
    expect(code, stderr).to.equal(0);
    return stdout;
  };

  before(async () => {
    // nine letters, of which the rare ones become U+FFFD
    const rare = Array.from({ length: 40 }, (_, i) => String.fromCodePoint(0x3b1 + i));
    writeFileSync(
      join(cwd, 'text.txt'),
      rare
        .map((letter) => `abc ${letter}\n`)
        .join('')
        .repeat(5),
    );
    const tiny = ['--hidden', '16', '--layers', '1', '--steps', '60', '--threads', '1', '--quiet'];
    await run(['train', 'text.txt', '--min-count', '6', '--out', 'run', ...tiny], { cwd });
  });
  after(remove);

  it('has no U+FFFD among them, unless --allow-unknown', async () => {
    expect(await sample('-n', '200', '--allow-unknown')).to.include('\ufffd');
    for (const way of [[], ['--count', '3'], ['-t', '0'], ['--beam', '3'], ['--lines', '20']])
      expect(await sample('-n', '200', ...way), way.join(' ')).to.not.include('\ufffd');
  });

  it('repeats no sequence with --no-repeat-ngram, those of the prime included', async () => {
    const text = await sample('-n', '20', '--no-repeat-ngram', '5', '--prime', 'abc a');
    const grams = Array.from({ length: text.length - 4 }, (_, i) => text.slice(i, i + 5));
    expect(new Set(grams).size).to.equal(grams.length);
    expect(await sample('-n', '20', '-t', '0', '--prime', 'abc a')).to.match(/(.{5})[^]*\1/s);
  });

  it('draws what was drawn less often with --repetition-penalty, also as --repeat-penalty', async () => {
    const count = (text: string) => text.split('abc').length;
    const plain = await sample('-n', '300');
    const penalized = await sample('-n', '300', '--repetition-penalty', '3');
    expect(count(penalized)).to.be.below(count(plain));
    expect(await sample('-n', '300', '--repeat-penalty', '3')).to.equal(penalized);
  });
});
