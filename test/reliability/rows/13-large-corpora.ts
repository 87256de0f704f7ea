import { closeSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expectThat } from '../assert.js';
import { ended, startCli } from '../cli.js';
import { text } from '../recipes.js';
import { createTally, type Row } from '../row.js';

const MEGABYTE = 2 ** 20;
/** Peak memory may grow by this share from the smallest corpus to any other, give or take what the collector does. */
const MAX_GROWTH = 1.1;
const SLACK = 16 * MEGABYTE;

/** Writes a text of so many bytes, a piece at a time. */
function writeCorpus(path: string, bytes: number): void {
  const piece = Buffer.from(text.repeat(Math.ceil(MEGABYTE / text.length)).slice(0, MEGABYTE));
  const fd = openSync(path, 'w');
  for (let done = 0; done < bytes; done += piece.length) writeSync(fd, piece);
  closeSync(fd);
}

/** Trains five steps; returns the largest resident memory, in bytes. */
async function peakMemory(tree: string, corpus: string, out: string): Promise<number> {
  const steps = ['--steps', '5', '--hidden', '16', '--layers', '1', '--backend', 'js', '--threads', '1'];
  // evaluation reads its share of the text, which takes time, not memory: a small share will do
  const shares = ['--val', '0.0005', '--test', '0'];
  const args = ['train', corpus, '--out', out, '--quiet', ...steps, ...shares];
  const { code, stderr } = await ended(startCli(tree, args, { TELL_MEMORY: '1' }));
  expectThat(code === 0, `exit ${code}: ${stderr}`);
  return Number(stderr) * 1024;
}

export const largeCorpora: Row = {
  number: 13,
  fault: 'corpora of 1 MB and 64 MB, with --full 1 GB: peak memory stays within 10 %',
  // megabytes of the largest
  cases: { small: 16, large: 64, full: 1024 },
  async run(tree, options) {
    const tally = createTally(options);
    const directory = mkdtempSync(join(tmpdir(), 'char-rnn-test-'));
    const sizes = [1, 64, 1024].filter((size) => size < options.cases).concat(options.cases);
    const peaks: number[] = [];
    try {
      for (const size of sizes) {
        await tally.check(`${size} MB`, async () => {
          const corpus = join(directory, 'corpus.txt');
          writeCorpus(corpus, size * MEGABYTE);
          peaks.push(await peakMemory(tree, corpus, join(directory, `run-${size}`)));
          const shown = peaks.map((peak) => `${Math.round(peak / MEGABYTE)} MB`).join(', ');
          expectThat(peaks.at(-1)! <= peaks[0]! * MAX_GROWTH + SLACK, `peak memory grows: ${shown}`);
        });
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
    return tally.outcome();
  },
  mutants: [
    {
      name: 'every id that was read is kept',
      file: 'disk/array-file.ts',
      from: 'hash.update(bytes);',
      to: 'hash.update(bytes); (globalThis.kept ??= []).push(Array.from(part));',
    },
  ],
};
