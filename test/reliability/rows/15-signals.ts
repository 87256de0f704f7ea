import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRng, type Rng } from '../../../src/core/rng.js';
import { disk } from '../../../src/files/disk.js';
import { newestCheckpoint, stepFile } from '../../../src/files/run-files.js';
import { expectThat } from '../assert.js';
import { ended, runCli, startCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { startOnTerminal } from '../terminal.js';
import { createTally, type Row, type RunOptions } from '../row.js';
import { text } from '../recipes.js';
import { expectSame, resultOf } from './01-killed.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const STEPS = 300;
const shape = [
  '--hidden',
  '32',
  '--layers',
  '1',
  '--seq',
  '20',
  '--batch',
  '4',
  '--backend',
  'js',
  '--threads',
  '1',
];
const training = [
  ...shape,
  '--steps',
  String(STEPS),
  '--dropout',
  '0.1',
  '--save-every',
  '50',
  '--eval-every',
  '40',
];

/** Stops a training by `signal`, twice when `twice`, and lets it be resumed to its end. */
async function stopAndResume(tree: string, corpus: string, run: string, rng: Rng, how: How): Promise<void> {
  const child = startCli(tree, ['train', corpus, '--out', run, '--json', ...training]);
  const gone = ended(child);
  await once(child.stdout, 'data');
  await sleep(rng.uniform() * how.within);
  const asked = performance.now();
  child.kill(how.signal);
  if (how.twice) await sleep(rng.uniform() * 5).then(() => child.kill(how.signal));
  const { code, stderr, stdout } = await gone;
  const seconds = (performance.now() - asked) / 1000;
  // the training may have been over, and one stopped twice may be stopped before it could save
  if (code === 0) return;
  expectThat(code === 128 + constants.signals[how.signal], `exit ${code}: ${stderr}`);
  expectThat(seconds < how.patience, `it took ${seconds.toFixed(1)} s to stop`);
  if (!how.twice) expectSaved(run, stdout.toString());
  const resumed = await runCli(tree, ['train', '--resume', run, '--quiet']);
  expectThat(resumed.code === 0, `resumed: exit ${resumed.code}: ${resumed.stderr}`);
}

/** The last step that was told of is the one that was saved. */
function expectSaved(run: string, told: string): void {
  const steps = told.match(/"type":"step","step":\d+/g) ?? [];
  const last = Number(steps.at(-1)?.split(':').at(-1) ?? 0);
  const saved = newestCheckpoint(run, disk);
  const expected = stepFile(last);
  expectThat(saved?.endsWith(expected), `step ${last} was told of, and ${saved ?? 'nothing'} saved`);
}

interface How {
  readonly signal: NodeJS.Signals;
  readonly twice: boolean;
  /** Milliseconds within which the signal comes, after the first output. */
  readonly within: number;
  /** Seconds that it may take to stop. */
  readonly patience: number;
}

/** On a terminal: cursor shown again, the last thing that was said of it. */
async function stopOnTerminal(
  tree: string,
  corpus: string,
  run: string,
  signal: NodeJS.Signals,
): Promise<void> {
  const { output, pid, end } = await startOnTerminal(tree, ['train', corpus, '--out', run, ...training]);
  while (!output().includes('\u001b[?25l')) {
    expectThat(end.isRunning(), `no progress bar was seen: ${output()}`);
    await sleep(20);
  }
  process.kill(pid(), signal);
  const code = await end.wait();
  expectThat(code === 128 + constants.signals[signal], `exit ${code}: ${output()}`);
  const shown = output();
  expectThat(shown.lastIndexOf('\u001b[?25h') > shown.lastIndexOf('\u001b[?25l'), 'the cursor stays hidden');
}

export const stopSignals: Row = {
  number: 15,
  fault: 'SIGINT, SIGTERM, SIGHUP at any moment, once and twice, in a pipe and on a terminal',
  cases: { small: 2, large: 12, full: 30 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const rng = createRng(options.seed);
      const corpus = join(directory, 'corpus.txt');
      writeFileSync(corpus, text);
      const undisturbed = join(directory, 'undisturbed');
      const { code, stderr } = await runCli(tree, [
        'train',
        corpus,
        '--out',
        undisturbed,
        '--quiet',
        ...training,
      ]);
      expectThat(code === 0, stderr);
      for (let i = 0; i < options.cases; i++) {
        const run = join(directory, String(i));
        const signal = signals[i % 3]!;
        const how = { signal, twice: i % 4 === 3, within: 500, patience: patienceOf(options) };
        await tally.check(`${signal}${how.twice ? ' twice' : ''}, run ${i}`, async () => {
          await stopAndResume(tree, corpus, run, rng, how);
          expectSame(resultOf(run, STEPS), resultOf(undisturbed, STEPS));
        });
      }
      const hasTerminal = spawnSync('script', ['--version']).status === 0;
      for (const signal of hasTerminal ? signals : []) {
        const run = join(directory, `terminal-${signal}`);
        await tally.check(`${signal} on a terminal`, () => stopOnTerminal(tree, corpus, run, signal));
      }
      return tally.outcome(hasTerminal ? undefined : 'on a terminal: there is no script(1) to make one');
    }),
  mutants: [
    {
      name: 'a signal ends the process at once',
      file: 'cli/terminal/signals.js',
      from: 'if (!controller.signal.aborted)',
      to: 'if (false)',
    },
  ],
};

/** A second, as the contract says; among other tests, or on a busy machine, more. */
function patienceOf({ patient }: RunOptions): number {
  return patient ? 20 : 1;
}
