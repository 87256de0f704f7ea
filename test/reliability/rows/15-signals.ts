import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRng, type Rng } from '../../../src/core/rng.js';
import { disk } from '../../../src/disk/disk.js';
import { newestCheckpoint, stepFile } from '../../../src/runs/files.js';
import { expectThat } from '../assert.js';
import { ended, runCli, startCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { wrote } from '../signs.js';
import { startOnTerminal } from '../terminal.js';
import { createTally, type Row } from '../row.js';
import { text } from '../recipes.js';
import { expectSame, resultOf } from './01-killed.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Far beyond what a pipe holds: a training whose reader has seen step LATEST cannot have come to its end. */
const STEPS = 1000;
const LATEST = 150;
/** A run that ended before its signal shows nothing; it is not counted, and another is made. */
const ATTEMPTS = 5;
const shape = '--hidden 16 --layers 1 --seq 10 --batch 4 --backend js --threads 1';
const training = `${shape} --steps ${STEPS} --dropout 0.1 --eval-every 40`.split(' ');

interface How {
  readonly signal: NodeJS.Signals;
  readonly twice: boolean;
  /** Steps between the checkpoints that are written without a signal. */
  readonly saveEvery: number;
  /** Seconds that it may take to stop. */
  readonly patience: number;
}

/** Stops a training at a random step, twice when `twice`, and lets it be resumed to its end. */
async function stopAndResume(tree: string, corpus: string, run: string, rng: Rng, how: How): Promise<void> {
  const saving = ['--save-every', String(how.saveEvery)];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    rmSync(run, { recursive: true, force: true });
    const child = startCli(tree, ['train', corpus, '--out', run, '--json', ...training, ...saving]);
    const gone = ended(child);
    await wrote(child.stdout, new RegExp(`"type":"step","step":${1 + rng.below(LATEST)},`), gone);
    const asked = performance.now();
    child.kill(how.signal);
    if (how.twice) child.kill(how.signal);
    const { code, stderr, stdout } = await gone;
    if (code === 0) continue;
    expectThat(code === 128 + constants.signals[how.signal], `exit ${code}: ${stderr}`);
    const seconds = (performance.now() - asked) / 1000;
    expectThat(seconds < how.patience, `it took ${seconds.toFixed(1)} s to stop`);
    // one that is stopped twice may be stopped before it could save
    if (!how.twice) expectSaved(run, stdout.toString());
    return resume(tree, run);
  }
  throw new Error(`${ATTEMPTS} runs ended before they could be stopped`);
}

/** Stops a program that has only begun to load itself: nothing is written, or a run that can be resumed. */
async function stopAtStart(tree: string, corpus: string, run: string, signal: NodeJS.Signals): Promise<void> {
  const child = startCli(tree, ['train', corpus, '--out', run, ...training], { SAY_LISTENING: '1' });
  const gone = ended(child);
  await wrote(child.stderr, /listening/, gone);
  child.kill(signal);
  const { code, stderr } = await gone;
  expectThat(code === 128 + constants.signals[signal], `exit ${code}: ${stderr}`);
  if (existsSync(run)) await resume(tree, run);
}

async function resume(tree: string, run: string): Promise<void> {
  const { code, stderr } = await runCli(tree, ['train', '--resume', run, '--quiet']);
  expectThat(code === 0, `resumed: exit ${code}: ${stderr}`);
}

/** The last step that was reported is the one that was saved. */
function expectSaved(run: string, reported: string): void {
  const steps = reported.match(/"type":"step","step":\d+/g) ?? [];
  const last = Number(steps.at(-1)?.split(':').at(-1) ?? 0);
  const saved = newestCheckpoint(run, disk);
  const expected = stepFile(last);
  expectThat(saved?.endsWith(expected), `step ${last} was reported, and ${saved ?? 'nothing'} saved`);
}

/** On a terminal: cursor shown again, the last thing that was said of it. */
async function stopOnTerminal(
  tree: string,
  corpus: string,
  run: string,
  signal: NodeJS.Signals,
): Promise<void> {
  const endless = [...shape.split(' '), '--steps', '1000000000'];
  const { output, pid, end } = await startOnTerminal(tree, ['train', corpus, '--out', run, ...endless]);
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
        // without any other checkpoint, the one of the signal cannot be taken for it
        const saveEvery = i % 2 === 0 ? STEPS : 50;
        const how = { signal, twice: i % 4 === 3, saveEvery, patience: options.patient ? Infinity : 1 };
        await tally.check(`${signal}${how.twice ? ' twice' : ''}, run ${i}`, async () => {
          await stopAndResume(tree, corpus, run, rng, how);
          expectSame(resultOf(run, STEPS), resultOf(undisturbed, STEPS));
        });
      }
      for (const signal of signals) {
        const run = join(directory, `start-${signal}`);
        await tally.check(`${signal} at the start`, () => stopAtStart(tree, corpus, run, signal));
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
      file: 'cli/terminal/signals.ts',
      from: 'if (interrupted !== undefined)',
      to: 'if (true)',
    },
    {
      name: 'no listener is installed',
      file: 'cli/terminal/signals.ts',
      from: 'process.on(signal, listener)',
      to: 'void listener',
    },
  ],
};
