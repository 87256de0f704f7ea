import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sideBySide, type Run } from './side-by-side.js';

/** What `npm run bench -- --nanogpt` was asked for. */
export interface NanoGptRequest {
  /** A clone of nanoGPT. */
  readonly directory: string;
  readonly python: string;
  /** Iterations of nanoGPT: 2,000 is its own number. */
  readonly iterations: number;
  /** Where the figure goes. */
  readonly svg?: string | undefined;
  /** Cells that are also trained, each with a plan of its own. */
  readonly cells: readonly string[];
}

/** The command of nanoGPT's README for a computer without a GPU. */
const settings = (iterations: number, out: string): string[] => [
  ...['train.py', 'config/train_shakespeare_char.py', '--device=cpu', '--compile=False', '--eval_iters=20'],
  ...['--log_interval=1', '--block_size=64', '--batch_size=12', '--n_layer=4', '--n_head=4', '--n_embd=128'],
  ...[`--max_iters=${iterations}`, `--lr_decay_iters=${iterations}`, '--dropout=0.0', `--out_dir=${out}`],
];

/**
 * Trains nanoGPT by its own command, then char-rnn with `--minutes` as many as that took and nothing else chosen, on the
 * same text: the first 90 % to train, the rest to validate. Prints a table, and writes both losses over seconds.
 * nanoGPT's loss is the mean of 20 random batches; ours that of the whole validation part.
 */
export async function compareWithNanoGpt(request: NanoGptRequest): Promise<void> {
  const directory = resolve(request.directory);
  const folder = join(directory, 'data/shakespeare_char');
  const text = join(folder, 'input.txt');
  if (!existsSync(join(directory, 'train.py'))) throw new Error(`${directory} is not a clone of nanoGPT`);
  if (!existsSync(join(folder, 'train.bin'))) {
    await lines([request.python, join(folder, 'prepare.py')], directory, () => undefined);
  }
  const work = mkdtempSync(join(tmpdir(), 'char-rnn-nanogpt-'));
  try {
    note('nanoGPT');
    const theirs = await trainNanoGpt(request, directory, work);
    if (theirs.seconds === 0) throw new Error('nanoGPT evaluates every 250 iterations: take more');
    const minutes = Number((theirs.seconds / 60).toPrecision(3));
    const runs: Run[] = [theirs];
    for (const cell of [undefined, ...request.cells]) {
      const flags = cell === undefined ? [] : ['--cell', cell];
      note(['char-rnn', ...flags].join(' '));
      runs.push(await trainOurs(text, ['--minutes', `${minutes}`, ...flags], join(work, cell ?? 'default')));
    }
    const { table, svg } = sideBySide(runs);
    console.log(table);
    if (request.svg) writeFileSync(request.svg, svg);
  } finally {
    rmSync(work, { recursive: true });
  }
}

async function trainNanoGpt(
  { python, iterations }: NanoGptRequest,
  directory: string,
  out: string,
): Promise<Run> {
  const validation: [number, number][] = [];
  let seconds = 0;
  let start: number | undefined;
  await lines([python, ...settings(iterations, out)], directory, (line) => {
    const loss = /^step \d+: train loss [\d.]+, val loss ([\d.]+)/.exec(line)?.[1];
    if (loss === undefined) return;
    start ??= performance.now();
    seconds = (performance.now() - start) / 1000;
    validation.push([seconds, Number(loss)]);
    note(`  ${seconds.toFixed(0)} s: ${loss}`);
  });
  return { name: 'nanoGPT, its CPU command', seconds, validation };
}

/** The part of an event of `train --json` that is read here. */
interface OurEvent {
  readonly type: string;
  readonly step?: number;
  readonly seconds?: number;
  readonly split?: string;
  readonly loss?: number;
}

async function trainOurs(text: string, flags: readonly string[], out: string): Promise<Run> {
  const program = fileURLToPath(new URL('../../bin/char-rnn.js', import.meta.url));
  const command = [process.execPath, program, 'train', text, '--val', '0.1', '--test', '0', ...flags];
  const validation: [number, number][] = [];
  const start = performance.now();
  await lines([...command, '--json', '--out', out], '.', (line) => {
    const event = JSON.parse(line) as OurEvent;
    if (event.type !== 'eval' || event.split !== 'validation') return;
    const seconds = (performance.now() - start) / 1000;
    validation.push([seconds, event.loss!]);
    note(`  ${seconds.toFixed(0)} s: ${event.loss!.toFixed(4)}`);
  });
  const seconds = (performance.now() - start) / 1000;
  return { name: ['char-rnn train', ...flags].join(' '), seconds, validation };
}

/** Runs a program to its end and hands on each line of its stdout. Throws with the end of its stderr where it fails. */
async function lines([program, ...args]: string[], cwd: string, each: (line: string) => void): Promise<void> {
  const child = spawn(program!, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let last = '';
  child.stderr.on('data', (bytes) => (last = `${last}${String(bytes)}`.slice(-2000)));
  const ended = new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
  for await (const line of createInterface({ input: child.stdout })) each(line);
  if ((await ended) !== 0) throw new Error(`${program} ${args[0]} failed: ${last.trim().split('\n').at(-1)}`);
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
