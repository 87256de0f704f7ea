import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { createTally, type Row } from '../row.js';
import { sources } from '../tree.js';
import { expectOneLine, measureAlone } from './32-refusals.js';

/** What a further text may take, ten times what it does; and what memory may grow by when there are four times as many. */
const SECONDS_A_TEXT = 0.0004;
const KILOBYTES = 100_000;

export const manySamples: Row = {
  number: 38,
  fault: 'many short samples, and stop texts that never come',
  // samples; then four times as many
  cases: { small: 20_000, large: 250_000 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const [file, run] = [join(directory, 'names.txt'), join(directory, 'run')];
      writeFileSync(file, 'bela\ncodi\nfuge\nganu\n'.repeat(100));
      const tiny = ['--hidden', '16', '--layers', '1', '--steps', '60', '--quiet', '--out', run];
      const { code, stderr } = await runCli(sources, ['train', file, ...tiny]);
      expectThat(code === 0, stderr);
      const sample = ['sample', run, '--seed', '1', '--count'];
      const grown = async (from: number, to: number) => {
        const few = await measureAlone(tree, [...sample, String(from), '--stop', '\n']);
        const many = await measureAlone(tree, [...sample, String(to), '--stop', '\n']);
        expectThat(few.code === 0 && many.code === 0, few.stderr + many.stderr);
        return { seconds: many.seconds - few.seconds, kilobytes: many.kilobytes - few.kilobytes };
      };
      await tally.check('a sample costs the time of its own characters', async () => {
        const { seconds } = await grown(1000, 4000);
        expectThat(seconds < 3000 * SECONDS_A_TEXT, `3000 samples take ${seconds.toFixed(1)} s`);
      });
      await tally.check('processor time is linear in their number, memory does not grow', async () => {
        const n = options.cases;
        // how much the collector leaves for later differs from run to run: the least of three is what is needed
        let { seconds, kilobytes } = await grown(n, 4 * n);
        for (let again = 0; again < 2 && kilobytes >= KILOBYTES; again++) {
          const next = await grown(n, 4 * n);
          [seconds, kilobytes] = [Math.min(seconds, next.seconds), Math.min(kilobytes, next.kilobytes)];
        }
        expectThat(seconds < 3 * n * SECONDS_A_TEXT, `${3 * n} samples take ${seconds.toFixed(1)} s`);
        expectThat(kilobytes < KILOBYTES, `memory grows by ${kilobytes} kB`);
      });
      await tally.check('every sample is a line up to its stop, none is drawn beyond', async () => {
        const { stdout } = await runCli(tree, [...sample, '3000', '--stop', '\n']);
        const lines = stdout.toString().split('\n');
        expectThat(lines.length === 3001 && lines.at(-1) === '', `${lines.length} lines`);
        expectThat(
          lines.slice(0, -1).every((line) => line.length < 1000),
          'a sample goes on after its line',
        );
      });
      await tally.check('a stop text that never comes: each sample has its length', async () => {
        const { stdout } = await runCli(tree, [...sample, '300', '-n', '40', '--stop', 'zz', '--json']);
        const texts = stdout.toString().trimEnd().split('\n');
        const lengths = texts.map((line) => (JSON.parse(line) as { text: string }).text.length);
        expectThat(lengths.length === 300 && lengths.every((length) => length === 40), String(lengths));
      });
      await tally.check('one line where a number of samples is none', async () => {
        expectOneLine(await runCli(tree, [...sample, '1e400']), 2);
      });
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'threads do not know what ends a text',
      file: 'sample/texts.ts',
      from: 'texts.stops.length > 0',
      to: 'false',
    },
    {
      name: 'texts that were written are kept',
      file: 'app/sample/sample.ts',
      from: 'waiting.delete(index)',
      to: '0',
    },
  ],
};
