import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as threadModule from '../../../src/app/inspect/regex-thread.js';
import { expectThat, isUserError } from '../assert.js';
import { ended, runCli, startCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { cpuSeconds, hasWorked } from '../process-time.js';
import { createTally, HANGS, type Row } from '../row.js';
import { load, sources } from '../tree.js';

/** Patterns that take time exponential, or to a high power, in a line of TEXT. */
const patterns = [/(.*)*,(.*)*;$/s, /(a+)+$/, /(x|x)*y/, /^(([a-z])+.)+[A-Z]([a-z])+$/m, /(a*)*b/];

const TEXT = `${'a'.repeat(60)}${'x'.repeat(60)},${'word, '.repeat(40)}!\n`.repeat(30);
const codes = Int32Array.from(TEXT, (character) => character.codePointAt(0)!);

export const endlessPatterns: Row = {
  number: 41,
  fault: "a user's regular expression that never ends",
  // patterns that are also tried on the command line
  cases: { small: 1, large: 5 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const { threadedRegex } = await load<typeof threadModule>(tree, 'app/inspect/regex-thread.js');
      for (const pattern of patterns) {
        await tally.check(`${pattern}: a limit ends it`, async () => {
          const feature = threadedRegex(new AbortController().signal, () => 0.5)('x', '', pattern);
          const error = await inTime(feature.values(codes));
          expectThat(isUserError(error, 2) && error.code === 'inspect/slow-regex', String(error));
        });
        await tally.check(`${pattern}: a signal ends it`, async () => {
          const stop = new AbortController();
          const values = threadedRegex(stop.signal)('x', '', pattern).values(codes);
          const error = inTime(values);
          setTimeout(() => stop.abort(new Error('stopped')), 300);
          expectThat(
            (await error) instanceof Error && /stopped/.test(String(await error)),
            String(await error),
          );
        });
      }
      await tally.check('one that ends is matched', async () => {
        const values = await threadedRegex(new AbortController().signal)('x', '', /x+/).values(codes);
        const marked = Array.from(TEXT, (character) => Number(character === 'x'));
        expectThat(String([...values]) === String(marked), 'other characters are marked');
      });
      const [text, run] = [join(directory, 'a.txt'), join(directory, 'run')];
      writeFileSync(text, TEXT);
      const tiny = ['--hidden', '4', '--layers', '1', '--steps', '1', '--quiet', '--out', run];
      const { code, stderr } = await runCli(sources, ['train', text, ...tiny]);
      expectThat(code === 0, stderr);
      for (const pattern of patterns.slice(0, options.cases)) {
        await tally.check(`inspect --feature ${pattern}: SIGTERM`, async () => {
          const child = startCli(tree, ['inspect', run, text, '--feature', `x=${pattern}`]);
          const gone = ended(child);
          const late = setTimeout(() => child.kill('SIGKILL'), HANGS);
          await hasWorked(child, 2);
          const before = cpuSeconds(child.pid!);
          child.kill('SIGTERM');
          const { code, signal, stderr } = await gone;
          clearTimeout(late);
          expectThat(code === 143, `exit ${code ?? signal} after ${before} s: ${stderr}`);
        });
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'patterns are matched on the main thread',
      file: 'app/inspect/question.ts',
      from: 'threadedRegex(signal)',
      to: 'undefined',
    },
    {
      name: 'no limit ends a pattern',
      file: 'app/inspect/regex-thread.ts',
      from: '1000 * seconds',
      to: '1e9',
    },
    {
      name: 'no signal ends a pattern',
      file: 'app/inspect/regex-thread.ts',
      from: 'const stop = () => reject(signal.reason);',
      to: 'const stop = () => undefined;',
    },
  ],
};

/** What a promise is rejected with, or what it comes to; after HANGS an error of its own. */
function inTime(values: unknown): Promise<unknown> {
  const late = new Promise((resolve) => setTimeout(resolve, HANGS, new Error('it has not ended')).unref());
  return Promise.race([Promise.resolve(values).catch((error: unknown) => error), late]);
}
