import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe("the README's program on the library", () => {
  it('is examples/library.ts', () => {
    const [, snippet] = /```ts\n(.*?)```/s.exec(readFileSync(`${root}README.md`, 'utf8'))!;
    expect(snippet).to.equal(readFileSync(`${root}examples/library.ts`, 'utf8'));
  });

  it('trains, resumes, samples, evaluates and inspects', () => {
    const directory = mkdtempSync(join(tmpdir(), 'char-rnn-library-'));
    try {
      const text = join(directory, 'text.txt');
      writeFileSync(text, 'she said "no" (twice), and he said "yes"\n'.repeat(60));
      const args = [`${root}dist/examples/library.js`, text, join(directory, 'run')];
      const printed = execFileSync(process.execPath, args, { encoding: 'utf8' });
      for (const part of ['validation ', 'test ', 'epochs 3', 'perplexity: ', "verdict: '"])
        expect(printed).to.include(part);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
