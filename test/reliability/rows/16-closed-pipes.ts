import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '../../../src/core/rng.js';
import { writeCheckpoint } from '../../../src/runs/checkpoint.js';
import { untrainedSnapshot } from '../../helpers/snapshots.js';
import { expectThat } from '../assert.js';
import { startCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { hasWorked } from '../process-time.js';
import { createTally, HANGS, type Row } from '../row.js';

/** Commands whose output has no end, or a far one; `{model}` and `{text}` are made for them. */
const commands: Record<string, string> = {
  sample: 'sample {model} -n 1000000000 --hide-prime',
  'sample --jsonl': 'sample {model} -n 1000000000 --jsonl',
  'train --json':
    'train {text} --out {out} --json --steps 1000000 --hidden 4 --layers 1 --seq 6 --batch 3 --val 0 --test 0',
  'inspect --view activations': 'inspect {model} {text} --view activations --csv -',
  'eval --jsonl': 'eval {model} {text} --jsonl',
  '--help': 'train --help',
};

const SYMBOLS = 'aé\n𝄞"';

export const closedPipes: Row = {
  number: 16,
  fault: 'the reader of a pipe goes away',
  // for each command
  cases: { small: 1, large: 4, full: 20 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const rng = createRng(options.seed);
      const model = join(directory, 'model.safetensors');
      const text = join(directory, 'text.txt');
      writeCheckpoint(model, untrainedSnapshot());
      writeFileSync(text, SYMBOLS.repeat(40_000));
      for (const [what, line] of Object.entries(commands)) {
        for (let i = 0; i < options.cases; i++) {
          const out = join(directory, `${what.replace(/\W/g, '')}-${i}`);
          const args = line
            .split(' ')
            .map((word) => word.replace('{model}', model).replace('{text}', text).replace('{out}', out));
          const patience = options.patient ? Infinity : 1;
          await tally.check(what, () =>
            readAndLeave(tree, args, rng.below(2) * rng.below(100_000), patience),
          );
        }
      }
      await tally.check('sampling into a stopped pipe', () => fillPipe(tree, model));
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'a closed pipe is an error',
      file: 'cli/terminal/output.ts',
      from: "code === 'EPIPE' ||",
      to: '',
    },
  ],
};

/** Reads so many bytes and goes; the writer must end with 0 and not a word, soon. */
async function readAndLeave(
  tree: string,
  args: readonly string[],
  bytes: number,
  patience: number,
): Promise<void> {
  const child = startCli(tree, args);
  let said = '';
  let read = 0;
  child.stderr.on('data', (chunk) => (said += chunk));
  const gone = once(child, 'exit') as Promise<[number | null, string | null]>;
  const enough = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if ((read += chunk.length) >= bytes) resolve();
    });
  });
  await Promise.race([enough, gone]);
  child.stdout.destroy();
  const left = performance.now();
  const timer = setTimeout(() => child.kill('SIGKILL'), HANGS);
  const [code, signal] = await gone;
  clearTimeout(timer);
  const seconds = (performance.now() - left) / 1000;
  expectThat(code === 0, `exit ${code ?? signal} after ${seconds.toFixed(1)} s: ${said}`);
  expectThat(seconds < patience, `gone only after ${seconds.toFixed(1)} s`);
  expectThat(said === '' || args[0] === 'train', `it says ${said}`);
}

/** A reader that stops reading: the writer must wait, not hoard. */
async function fillPipe(tree: string, model: string): Promise<void> {
  const child = startCli(tree, ['sample', model, '-n', '1000000000', '--jsonl']);
  await once(child.stdout, 'readable');
  const before = await residentKilobytes(child.pid!);
  await hasWorked(child, Infinity); // until it waits
  const after = await residentKilobytes(child.pid!);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expectThat(after - before < 64 * 1024, `it grew from ${before} kB to ${after} kB`);
}

async function residentKilobytes(pid: number): Promise<number> {
  const ps = spawn('ps', ['-o', 'rss=', '-p', String(pid)]);
  const [chunk] = (await once(ps.stdout, 'data')) as [Buffer];
  return Number(chunk.toString());
}
