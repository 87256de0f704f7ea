import { spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeCheckpoint } from '../../../src/files/checkpoint.js';
import { untrainedSnapshot } from '../../helpers/snapshots.js';
import { expectThat } from '../assert.js';
import { ended, startCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { createTally, type Mutant, type Row } from '../row.js';

const SYMBOLS = 'aé\n𝄞"';

/** Commands that compute for long, or wait for what does not come. */
const commands: Record<string, string> = {
  inspect: 'inspect {model} {text} --limit 4000000',
  'inspect --html': 'inspect {model} {text} --limit 4000000 --html {out}',
  'inspect --view memory': 'inspect {model} {text} --limit 4000000 --view memory',
  'inspect --view activations': 'inspect {model} {text} --view activations --csv {out}',
  eval: 'eval {model} {text}',
  'eval --novelty': 'eval {model} {text} --novelty {text} --train {text}',
  'eval --baseline': 'eval {model} {text} --baseline ngram --train {text}',
  'sample, a long prime': 'sample {model} --prime-file {text} -n 5 --hide-prime',
  'sample, no end': 'sample {model} -n 1000000000',
  'sample, a FIFO': 'sample {model} --prime-file {fifo}',
  'eval, a FIFO': 'eval {model} {fifo}',
  'inspect, a FIFO': 'inspect {model} {fifo}',
  'train, a FIFO': 'train {fifo} --out {out}',
  'train, a long text': 'train {text} --out {out} --min-count 2 --steps 100000000 --hidden 4 --layers 1',
};

/** A step of several seconds, for the second signal. */
const LONG_STEP =
  'train {text} --out {out} --hidden 1536 --layers 1 --batch 64 --seq 200 --backend js --threads 1 --steps 9';

/** Processor seconds that a command has worked for when the signal comes: past its start, in the midst of its work. */
const WORKED = [0.9, 1.6, 2.4];

/** Waits until a process has worked for so long, or waits for something, or has ended. */
async function hasWorked(child: ChildProcessWithoutNullStreams, seconds: number): Promise<void> {
  let still = 0;
  for (let before = -1; !isOver(child) && still < 20;) {
    const worked = cpuSeconds(child.pid!);
    if (worked >= seconds) return;
    // a process that waits for a FIFO works no more
    still = worked > 0.3 && worked === before ? still + 1 : 0;
    before = worked;
    await sleep(20);
  }
}

/** Whether a process has ended, by itself or by a signal. */
const isOver = ({ exitCode, signalCode }: ChildProcessWithoutNullStreams) =>
  exitCode !== null || signalCode !== null;

/** User and system time of a process, in seconds. */
function cpuSeconds(pid: number): number {
  if (!existsSync(`/proc/${pid}/stat`)) return Infinity;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** From Node 24 on a thread can hear no signal (src/cli/terminal/watchdog.ts). */
const hearsWhileBusy = Number(process.versions.node.split('.')[0]) < 24;

const nobodyHears: Mutant = {
  name: 'nobody hears while the main thread computes',
  file: 'cli/terminal/watchdog-worker.js',
  from: 'setTimeout(() => say(HEARD_LINE), SAY_AFTER);',
  to: ';',
};

export const busyCommands: Row = {
  number: 26,
  fault: 'a signal while a command computes, or waits for a FIFO without a writer',
  // every so many-th of the commands
  cases: { small: 5, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const model = join(directory, 'model.safetensors');
      const [text, fifo] = [join(directory, 'text.txt'), join(directory, 'fifo')];
      writeCheckpoint(model, untrainedSnapshot({ hidden: 24 }));
      writeFileSync(text, SYMBOLS.repeat(800_000));
      if (!existsSync('/proc/self/stat') || spawnSync('mkfifo', [fifo]).status !== 0) {
        return tally.outcome('all of it: there is no /proc to see a process work, or no FIFO');
      }
      const words = (line: string, out: string) =>
        line
          .split(' ')
          .map((word) =>
            word
              .replace('{model}', model)
              .replace('{text}', text)
              .replace('{fifo}', fifo)
              .replace('{out}', out),
          );
      if (hearsWhileBusy)
        await tally.check('the first signal during a long step is answered, the second ends it', async () => {
          const child = startCli(tree, words(LONG_STEP, join(directory, 'long')));
          const gone = ended(child);
          let written = '';
          child.stderr.on('data', (chunk) => (written += chunk));
          // the header is written before the first step, which then takes seconds
          while (!isOver(child) && !/epoch|run /.test(written)) await sleep(20);
          await hasWorked(child, cpuSeconds(child.pid!) + 0.7);
          child.kill('SIGTERM');
          const late = performance.now() + 8000;
          while (!isOver(child) && !written.includes('a second signal leaves at once')) {
            if (performance.now() > late) child.kill('SIGKILL');
            await sleep(20);
          }
          const { code, died, seconds } = await signalled(child, gone, 'SIGTERM');
          expectThat(code === 143 || died === 'SIGTERM', `exit ${code ?? died}: ${written}`);
          expectThat(seconds < (options.patient ? 20 : 2), `it took ${seconds.toFixed(1)} s`);
        });
      const tried = Object.entries(commands).filter(
        (_, i) => i % options.cases === options.seed % options.cases,
      );
      const patience = options.patient ? 20 : 1;
      for (const [at, [what, line]] of tried.entries()) {
        const signal = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const)[at % 3]!;
        const moments = options.cases > 1 ? WORKED.slice(at % 3, (at % 3) + 1) : WORKED;
        for (const [moment, worked] of moments.entries()) {
          await tally.check(`${what}, ${signal} after ${worked} s of work`, async () => {
            const child = startCli(tree, words(line, join(directory, `out-${at}-${moment}`)));
            const gone = ended(child);
            await hasWorked(child, worked);
            const { code, seconds, stderr } = await signalled(child, gone, signal);
            // a fast machine may have done it all
            if (code === 0) return;
            expectThat(code === 128 + constants.signals[signal], `exit ${code}: ${stderr}`);
            expectThat(seconds < patience, `it took ${seconds.toFixed(1)} s`);
            expectThat(!stderr.includes('written'), stderr);
          });
        }
      }
      return tally.outcome(
        hearsWhileBusy ? undefined : 'the second signal during a long step: heard at its end from Node 24 on',
      );
    }),
  mutants: [
    {
      name: 'the wait for a FIFO is not ended',
      file: 'files/byte-source.js',
      from: 'signal ? addAbortSignal(signal, socket) : socket',
      to: 'socket',
    },
    ...(hearsWhileBusy ? [nobodyHears] : []),
  ],
};

type Gone = ReturnType<typeof ended>;

async function signalled(child: ChildProcessWithoutNullStreams, gone: Gone, signal: NodeJS.Signals) {
  const asked = performance.now();
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 8000);
  const { code, stderr, signal: died } = await gone;
  clearTimeout(timer);
  return { code, stderr, died, seconds: (performance.now() - asked) / 1000 };
}
