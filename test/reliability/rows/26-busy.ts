import { spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { writeCheckpoint } from '../../../src/runs/checkpoint.js';
import { encodeNpz } from '../../../src/formats/npz/npy.js';
import { clipArrays, clipSnapshot } from '../../helpers/clip-snapshots.js';
import { untrainedSnapshot } from '../../helpers/snapshots.js';
import { expectThat } from '../assert.js';
import { ended, startCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { createTally, HANGS, type Mutant, type Row } from '../row.js';
import { opened, wrote } from '../signs.js';

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
  'train, a large table': 'train {table} --task classify --out {out} --steps 100000000 --hidden 4 --layers 1',
  'train, a long text': 'train {text} --out {out} --min-count 2 --steps 100000000 --hidden 4 --layers 1',
};

/** The same for clips and images. */
const clipCommands: Record<string, string> = {
  'sample, clips': 'sample {conv} {clips}',
  'eval, clips': 'eval {conv} {clips}',
  'eval, captions': 'eval {captions} {images}',
  'sample, images': 'sample {captions} {images}',
};

/** Clips and images of a file. */
const CLIPS = 20_000;

/** The lines on stdout of a command that has done all its work; Infinity where they do not tell. */
function linesOf(what: string): number {
  if (/^(eval|inspect)/.test(what)) return 1; // written at the end
  return what in clipCommands ? CLIPS : Infinity;
}

/** Seconds after a signal in which a command may still do what was left when it came: the last clips, its exit. */
const LEFT = 3;

/** A step of several seconds, for the second signal. */
const LONG_STEP =
  'train {text} --out {out} --hidden 1536 --layers 1 --batch 64 --seq 200 --backend js --threads 1 --steps 9';

/** Subarrays that a command has taken when the signal comes: past its start, in the midst of its work. */
const WORKED = [500, 1000, 2000];

/** From Node 24 on a thread can hear no signal (src/cli/terminal/watchdog.ts). */
const hearsWhileBusy = Number(process.versions.node.split('.')[0]) < 24;

const nobodyHears: Mutant = {
  name: 'no thread receives signals while the main one computes',
  file: 'cli/terminal/watchdog-worker.ts',
  from: 'setTimeout(confirm, SAY_AFTER);',
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
      const [text, table, fifo] = ['text.txt', 'table.csv', 'fifo'].map((name) => join(directory, name)) as [
        string,
        string,
        string,
      ];
      writeCheckpoint(model, untrainedSnapshot({ hidden: 24 }));
      writeFileSync(text, SYMBOLS.repeat(800_000));
      const tried = Object.entries(commands).filter(
        (_, i) => i % options.cases === options.seed % options.cases,
      );
      const ofClips = Object.entries(clipCommands).filter((_, i) => i % options.cases === 0);
      const isTried = (place: string) => [...tried, ...ofClips].some(([, line]) => line.includes(place));
      const files = { model, text, table, fifo, ...writeClipFiles(directory, isTried) };
      if (!existsSync('/proc/self/stat') || spawnSync('mkfifo', [fifo]).status !== 0) {
        return tally.outcome('all of it: there is no /proc to see a process work, or no FIFO');
      }
      const words = (line: string, out: string) => {
        const places: Record<string, string> = { ...files, out };
        return line.split(' ').map((word) => word.replace(/\{(\w+)\}/, (_, name: string) => places[name]!));
      };
      if (hearsWhileBusy)
        await tally.check('the first signal during a long step is answered, the second ends it', async () => {
          const inStep = { SAY_AT: 'tanh:1' };
          const child = startCli(tree, words(LONG_STEP, join(directory, 'long')), inStep);
          const gone = ended(child);
          const late = setTimeout(() => child.kill('SIGKILL'), HANGS);
          await wrote(child.stderr, /at tanh/, gone);
          child.kill('SIGTERM');
          await wrote(child.stderr, /a second signal leaves at once/, gone);
          clearTimeout(late);
          const { code, died, seconds, stderr } = await signalled(child, gone, 'SIGTERM');
          expectThat(code === 143 || died === 'SIGTERM', `exit ${code ?? died}: ${stderr}`);
          expectThat(stderr.includes('a second signal'), `no answer: ${stderr}`);
          expectThat(options.patient || seconds < 2, `it took ${seconds.toFixed(1)} s`);
        });
      if (isTried('{table}')) writeFileSync(table, `text,label\n${'ab,p\nbc,q\nabc,p\n'.repeat(400_000)}`);
      const patience = options.patient ? Infinity : 1;
      for (const [at, [what, line]] of [...ofClips, ...tried].entries()) {
        const signal = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const)[at % 3]!;
        // with few cases, the earliest
        const one = options.cases > 1 ? 0 : at % 3;
        const waits = line.includes('{fifo}');
        const moments = options.cases > 1 || what in clipCommands ? WORKED.slice(one, one + 1) : WORKED;
        for (const [moment, subarrays] of moments.slice(0, waits ? 1 : 3).entries()) {
          await tally.check(
            `${what}, ${signal} ${waits ? 'while it waits' : `at subarray ${subarrays}`}`,
            async () => {
              const args = words(line, join(directory, `out-${at}-${moment}`));
              const how = { signal, subarrays, lines: linesOf(what), waitsFor: waits ? fifo : undefined };
              const { code, seconds, stderr } = await stopAtWork(tree, args, how);
              expectThat(code === 128 + constants.signals[signal], `exit ${code}: ${stderr}`);
              expectThat(seconds < patience, `it took ${seconds.toFixed(1)} s`);
              expectThat(!stderr.includes('written'), stderr);
            },
          );
        }
      }
      return tally.outcome(
        hearsWhileBusy ? undefined : 'the second signal during a long step: heard at its end from Node 24 on',
      );
    }),
  mutants: [
    {
      name: 'the wait for a FIFO is not ended',
      file: 'disk/byte-source.ts',
      from: 'signal ? addAbortSignal(signal, socket) : socket',
      to: 'socket',
    },
    {
      name: 'clips are read to the last before a signal is heard',
      file: 'material/images/answer.ts',
      from: 'place % BATCH === 0',
      to: 'false',
    },
    ...(hearsWhileBusy ? [nobodyHears] : []),
  ],
};

/** Networks on clips and images, and many of both: those that a command reads. */
function writeClipFiles(directory: string, isRead: (place: string) => boolean): Record<string, string> {
  const files: Record<string, string> = {};
  for (const network of ['conv', 'captions'] as const) {
    if (!isRead(`{${network}}`)) continue;
    files[network] = join(directory, `${network}.safetensors`);
    writeCheckpoint(files[network], clipSnapshot(network, { hidden: 96 }));
    const data = join(directory, `${network}.npz`);
    files[network === 'conv' ? 'clips' : 'images'] = data;
    writeFileSync(data, encodeNpz(clipArrays(network, CLIPS)));
  }
  return files;
}

type Gone = ReturnType<typeof ended>;

interface Moment {
  readonly signal: NodeJS.Signals;
  readonly subarrays: number;
  /** The lines on stdout of a command that has done all its work. */
  readonly lines: number;
  /** A file that the command opens and waits for. */
  readonly waitsFor: string | undefined;
}

/** A command that a fast machine has done before its signal, or nearly, shows nothing: it is signaled earlier. */
async function stopAtWork(
  tree: string,
  args: readonly string[],
  { signal, subarrays, lines, waitsFor }: Moment,
) {
  for (let count = subarrays; count > 50; count = Math.floor(count / 2)) {
    const child = startCli(tree, args, waitsFor === undefined ? { SAY_AT: `subarray:${count}` } : {});
    const gone = ended(child);
    if (waitsFor === undefined) await wrote(child.stderr, /at subarray/, gone);
    else await opened(child, waitsFor);
    const stopped = await signalled(child, gone, signal);
    const wasDone = stopped.code === 0 || stopped.lines >= lines;
    if (!wasDone || stopped.seconds > LEFT) return stopped;
  }
  throw new Error('it ended before it could be stopped');
}

async function signalled(child: ChildProcessWithoutNullStreams, gone: Gone, signal: NodeJS.Signals) {
  const asked = performance.now();
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), HANGS);
  const { code, stderr, stdout, signal: died } = await gone;
  clearTimeout(timer);
  const lines = stdout.toString().split('\n').length - 1;
  return { code, stderr, lines, died, seconds: (performance.now() - asked) / 1000 };
}
