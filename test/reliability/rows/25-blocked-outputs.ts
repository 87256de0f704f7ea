import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  constants as flags,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { disk } from '../../../src/disk/disk.js';
import { newestCheckpoint, stepFile } from '../../../src/runs/files.js';
import { expectThat } from '../assert.js';
import { cliCommand } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { text } from '../recipes.js';
import { createTally, HANGS, type Row } from '../row.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const shape =
  '--hidden 8 --layers 1 --seq 10 --batch 4 --backend js --threads 1 --steps 1000000000 --eval-every 5 --keep 1000000';
/** Written when the training is well on its way, and its outputs have nearly filled what the program holds for them. */
const EARLY = 20;
const training = `${shape} --save-every ${EARLY}`.split(' ');

/** A FIFO with a reader that does not read, full to its last byte. */
function fullFifo(path: string): { writer: number; close(): void } {
  if (spawnSync('mkfifo', [path]).status !== 0) throw new Error('no FIFO can be made');
  const reader = openSync(path, flags.O_RDWR | flags.O_NONBLOCK);
  for (const size of [4096, 1]) {
    try {
      for (;;) writeSync(reader, 'x'.repeat(size));
    } catch {
      continue; // it is full
    }
  }
  const writer = openSync(path, flags.O_WRONLY);
  return { writer, close: () => [reader, writer].forEach((fd) => closeSync(fd)) };
}

interface Stopped {
  readonly code: number | null;
  readonly seconds: number;
}

/** Resolves when a file is there, or `over` is. */
async function appears(path: string, over: () => boolean = () => false): Promise<void> {
  while (!existsSync(path) && !over()) await sleep(10);
}

/** Starts a training with an output, and signals it once it trains; `null` where it ends by itself. */
async function stopBlocked(
  tree: string,
  corpus: string,
  run: string,
  output: number,
  stream: 'stdout' | 'stderr',
  signal: NodeJS.Signals | null,
): Promise<Stopped> {
  const json = stream === 'stdout' ? ['--json'] : [];
  const [program, args] = cliCommand(tree, ['train', corpus, '--out', run, ...training, ...json]);
  const stdio =
    stream === 'stdout' ? (['ignore', output, 'ignore'] as const) : (['ignore', 'ignore', output] as const);
  const child = spawn(program, args, { stdio: [...stdio] });
  const gone = closed(child);
  if (signal === null) return { code: await gone, seconds: 0 };
  await appears(join(run, stepFile(EARLY)), () => child.exitCode !== null);
  const asked = performance.now();
  child.kill(signal);
  return { code: await orKilled(child, gone), seconds: (performance.now() - asked) / 1000 };
}

const closed = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));

/** A process that does not end is ended, and has no exit code. */
async function orKilled(child: ChildProcess, gone: Promise<number | null>): Promise<number | null> {
  const timer = setTimeout(() => child.kill('SIGKILL'), HANGS);
  const code = await gone;
  clearTimeout(timer);
  return code;
}

/** On a terminal whose other end is held (its program is stopped) or closed (its program is killed). */
async function stopOnTerminal(
  tree: string,
  corpus: string,
  run: string,
  how: 'held' | 'closed',
  signal: NodeJS.Signals,
): Promise<Stopped> {
  const [pidFile, codeFile] = [`${run}.pid`, `${run}.code`];
  const [program, args] = cliCommand(tree, ['train', corpus, '--out', run, ...training]);
  const inner = `echo $$ > ${pidFile}; exec ${[program, ...args].join(' ')}`;
  const outer = `trap '' HUP; sh -c '${inner}'; echo $? > ${codeFile}.new; mv ${codeFile}.new ${codeFile}`;
  const terminal = spawn('script', ['-qefc', outer, '/dev/null'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, TERM: 'xterm' },
  });
  try {
    await appears(join(run, stepFile(EARLY)), () => terminal.exitCode !== null);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    terminal.kill(how === 'held' ? 'SIGSTOP' : 'SIGKILL');
    const asked = performance.now();
    if (how === 'held') {
      // until the terminal is full: the training goes on, and says so
      await appears(join(run, stepFile(EARLY * 10)));
      process.kill(pid, signal);
    }
    const late = performance.now() + HANGS;
    await appears(codeFile, () => performance.now() > late);
    if (!existsSync(codeFile)) process.kill(pid, 'SIGKILL');
    return {
      code: existsSync(codeFile) ? Number(readFileSync(codeFile, 'utf8')) : null,
      seconds: (performance.now() - asked) / 1000,
    };
  } finally {
    terminal.kill('SIGKILL');
  }
}

/** The newest weights are saved: those of the last step in the log. */
function expectSaved(run: string): void {
  const rows = readFileSync(join(run, 'log.csv'), 'utf8').trimEnd().split('\n');
  const last = rows.length === 1 ? 0 : Number(rows.at(-1)!.split(',')[0]);
  const saved = newestCheckpoint(run, disk);
  expectThat(saved?.endsWith(stepFile(last)), `step ${last} was taken, and ${saved ?? 'nothing'} saved`);
}

export const blockedOutputs: Row = {
  number: 25,
  fault: 'stdout or stderr is full, a pipe that no process reads, a terminal that is stopped or closed',
  cases: { small: 1, large: 3, full: 9 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const corpus = join(directory, 'corpus.txt');
      writeFileSync(corpus, text);
      const hasTerminal = spawnSync('script', ['--version']).status === 0;
      const expectStopped = (run: string, { code, seconds }: Stopped, expected: number) => {
        expectThat(code === expected, `exit ${code}, not ${expected}`);
        expectThat(options.patient || seconds < 2, `it took ${seconds.toFixed(1)} s`);
        expectSaved(run);
        rmSync(run, { recursive: true });
      };
      for (let i = 0; i < options.cases; i++) {
        const signal = signals[(i + options.seed) % 3]!;
        const stopped = 128 + constants.signals[signal];
        for (const stream of ['stdout', 'stderr'] as const) {
          const run = join(directory, `${stream}-${i}`);
          await tally.check(`${stream} is a full pipe, ${signal}`, async () => {
            const { writer, close } = fullFifo(`${run}.fifo`);
            try {
              expectStopped(run, await stopBlocked(tree, corpus, run, writer, stream, signal), stopped);
            } finally {
              close();
            }
          });
          await tally.check(`${stream} is /dev/full`, async () => {
            const full = openSync('/dev/full', 'w');
            try {
              expectStopped(run, await stopBlocked(tree, corpus, run, full, stream, null), 5);
            } finally {
              closeSync(full);
            }
          });
        }
        if (!hasTerminal) continue;
        const run = join(directory, `terminal-${i}`);
        await tally.check(`a terminal that is held, ${signal}`, async () => {
          const result = await stopOnTerminal(tree, corpus, run, 'held', signal);
          expectStopped(run, result, stopped);
        });
        const other = join(directory, `closed-${i}`);
        await tally.check('a terminal that is closed', async () => {
          const result = await stopOnTerminal(tree, corpus, other, 'closed', signal);
          expectStopped(other, result, 129);
        });
      }
      return tally.outcome(hasTerminal ? undefined : 'on a terminal: there is no script(1) to make one');
    }),
  mutants: [
    {
      name: 'a failing output ends the run at once',
      file: 'cli/training/reliable-report.ts',
      from: 'stop.request(error);',
      to: 'throw error;',
    },
    {
      name: 'the end waits for the reader',
      file: 'cli/main.ts',
      from: 'unwritten && exitCodeOfStop() > 0',
      to: 'false',
    },
  ],
};
