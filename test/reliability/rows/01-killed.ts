import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeNpz } from '../../../src/formats/npz/npy.js';
import { createRng, type Rng } from '../../../src/core/rng.js';
import { readCheckpoint } from '../../../src/runs/checkpoint.js';
import { stepFile } from '../../../src/runs/files.js';
import { clipArrays } from '../../helpers/clip-snapshots.js';
import { expectThat } from '../assert.js';
import { startCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { recipe, RECIPES, text } from '../recipes.js';
import { createTally, type Row } from '../row.js';
import { childPath } from '../tree.js';

/** One case in so many goes through the command line. */
const CLI_SHARE = 5;
/** The longest that is waited after a step's line before the kill: a step and a save take less. */
const LONGEST_MILLISECONDS = 12;
/** Of killing a run before it has ended. */
const ATTEMPTS = 5;

/** Starts, or goes on with, the training of recipe `index` in `run`. */
type Start = (run: string, index: number, resume: boolean) => ChildProcess;

const startBare =
  (tree: string): Start =>
  (run, index) =>
    spawn(process.execPath, [childPath('train'), tree, run, String(index)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });

/**
 * What the command line trains on, in turn: a text, clips, a table for each task, images with captions; and runs that
 * begin with the weights of another one (--init-from), some with a frozen part.
 */
const subjects = [
  ...['text', 'text from weights', 'conv', 'classify', 'conv from weights', 'captions', 'tag'],
  ...['classify from weights', 'cnn-lstm', 'generate', 'frames from weights', 'frames', 'translate'],
];

/** Writes a text, a table, clips and images into a directory. */
function writeCorpora(directory: string): void {
  writeFileSync(join(directory, 'corpus.txt'), text);
  const words = text.slice(0, 900).match(/[a-z]+/g)!;
  const rows = words.map((word) => `${word},${[...word].reverse().join('')},${word[0]}`);
  writeFileSync(join(directory, 'corpus.csv'), `word,back,first\n${rows.join('\n')}\n`);
  writeFileSync(join(directory, 'clips.npz'), encodeNpz(clipArrays('conv')));
  writeFileSync(join(directory, 'images.npz'), encodeNpz(clipArrays('captions')));
}

/** Tables have a patience by default. */
const LONG = ['--patience', '1000'];

/** The file of each subject, and the flags that it needs. */
const trainings: Record<string, readonly [file: string, ...flags: string[]]> = {
  text: ['corpus.txt', '--seq', '6'],
  'text from weights': ['corpus.txt', '--seq', '6'],
  'classify from weights': ['corpus.csv', '--task', 'classify', '--to', 'first', '--freeze', 'rnn', ...LONG],
  'conv from weights': ['clips.npz', '--network', 'conv'],
  'frames from weights': ['clips.npz', '--network', 'frames', '--freeze', 'cnn'],
  classify: ['corpus.csv', '--task', 'classify', '--to', 'first', ...LONG],
  tag: ['corpus.csv', '--task', 'tag', '--to', 'back', '--delay', '2', ...LONG],
  generate: ['corpus.csv', '--task', 'generate', '--from', 'first', '--to', 'word', ...LONG],
  translate: ['corpus.csv', '--task', 'translate', '--to', 'back', ...LONG],
  frames: ['clips.npz', '--network', 'frames'],
  'cnn-lstm': ['clips.npz', '--network', 'cnn-lstm'],
  conv: ['clips.npz', '--network', 'conv'],
  captions: ['images.npz', '--task', 'generate', '--to-tokens', 'words'],
};

/** What the model was trained on whose weights a run begins with. */
const before: Record<string, string> = {
  'text from weights': 'text',
  'classify from weights': 'text',
  'conv from weights': 'conv',
  'frames from weights': 'frames',
};

/** The arguments of a new training of recipe `index` on a subject. */
function argumentsOf(subject: string, index: number, directory: string): string[] {
  const { model, optimizer, schedule, lr, seed } = recipe(index);
  const flags = {
    cell: model.cell,
    hidden: 6,
    layers: 2,
    dropout: 0.2,
    embedding: model.embedding,
    optimizer: optimizer.name,
    lr,
    schedule: schedule.name,
    decay: 0.7,
    'decay-after': 1,
    seed,
    batch: 3,
    val: 0.1,
    test: 0,
    'eval-every': 3,
    'save-every': 4,
    backend: 'js',
    threads: 1,
  };
  const given = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const [file, ...own] = trainings[subject]!;
  return ['train', join(directory, file), ...given, ...own];
}

const startCommand =
  (tree: string, directory: string, subject: string, model: string): Start =>
  (run, index, resume) => {
    if (resume) return startCli(tree, ['train', '--resume', run, '--json']);
    const from = before[subject] === undefined ? [] : ['--init-from', model];
    const given = argumentsOf(subject, index, directory);
    return startCli(tree, [...given, '--steps', '40', '--out', run, '--json', ...from]);
  };

/** Saves the model in `out` whose weights a run on `subject` begins with, where it begins with any. */
async function trainModel(tree: string, directory: string, subject: string, index: number, out: string) {
  const kind = before[subject];
  if (kind === undefined) return;
  await finish(
    startCli(tree, [...argumentsOf(kind, index, directory), '--steps', '1', '--out', out, '--quiet']),
  );
}

/** Trains to the end; fails with what the process said when it does not end well. */
async function finish(child: ChildProcess): Promise<void> {
  let said = '';
  child.stdout!.resume();
  child.stderr!.on('data', (chunk) => (said += chunk));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`exit ${code}: ${said}`);
}

/** Kills a training so many times, the second time after it was resumed; false when it had ended before one of them. */
async function killTimes(kills: number, start: (k: number) => ChildProcess, rng: Rng): Promise<boolean> {
  for (let k = 0; k < kills; k++) if (!(await killSomewhere(start(k), rng, 30 / kills))) return false;
  return true;
}

/** Kills the process with signal 9 after at most so many lines and a random moment more; false when it had ended. */
async function killSomewhere(child: ChildProcess, rng: Rng, longest: number): Promise<boolean> {
  let lines = 1 + rng.below(longest);
  const moment = rng.uniform() * LONGEST_MILLISECONDS;
  const gone = once(child, 'close');
  const reached = new Promise<void>((resolve) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      lines -= chunk.toString().split('\n').length - 1;
      if (lines <= 0) resolve();
    });
  });
  await Promise.race([reached, gone]);
  await sleep(moment);
  child.kill('SIGKILL');
  const [, signal] = (await gone) as [number | null, NodeJS.Signals | null];
  return signal === 'SIGKILL';
}

/** All that training has come to: weights, moments, carried state, progress, and the logged figures, without clocks. */
export function resultOf(run: string, step = 40): Record<string, unknown> {
  const { model, weights, training } = readCheckpoint(join(run, stepFile(step)));
  const { seconds: _, ...progress } = training!.progress as Record<string, unknown>;
  const log = readFileSync(join(run, 'log.csv'), 'utf8')
    .split('\n')
    .map((row) => row.split(',').slice(0, 7).join(','));
  const bits = (tensors: typeof weights) => [...tensors].map(([name, { data }]) => [name, [...data]]);
  return { model, weights: bits(weights), tensors: bits(training!.tensors), progress, log };
}

/** Fails with the first part of the results that differs, and where. */
export function expectSame(actual: Record<string, unknown>, expected: Record<string, unknown>): void {
  for (const [part, value] of Object.entries(expected)) {
    const [a, b] = [JSON.stringify(actual[part]), JSON.stringify(value)];
    if (a === b) continue;
    const at = [...b].findIndex((character, i) => a[i] !== character);
    throw new Error(
      `${part} differs: ${a.slice(Math.max(0, at - 50), at + 50)}, not ${b.slice(Math.max(0, at - 50), at + 50)}`,
    );
  }
}

export const killed: Row = {
  number: 1,
  fault: 'kill -9 at any moment of training, some runs twice, then --resume',
  cases: { small: 5, large: 65, full: 500 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const rng = createRng(options.seed);
      writeCorpora(directory);
      const undisturbed = new Map<string, Record<string, unknown>>();
      for (let i = 0; i < options.cases; i++) {
        const throughCli = i % CLI_SHARE === CLI_SHARE - 1;
        const index = i % RECIPES;
        const subject = subjects[Math.floor(i / CLI_SHARE) % subjects.length]!;
        const key = `${throughCli ? subject : 'bare'}-${index}`;
        const weights = join(directory, `${key}-weights`);
        const start = throughCli ? startCommand(tree, directory, subject, weights) : startBare(tree);
        if (!undisturbed.has(key)) {
          const run = join(directory, key);
          if (throughCli) await trainModel(tree, directory, subject, index, weights);
          await finish(start(run, index, false));
          undisturbed.set(key, resultOf(run));
        }
        const { model, optimizer } = recipe(index);
        const of = throughCli ? subject : 'text';
        await tally.check(`run ${i}, ${of}, ${model.cell} with ${optimizer.name}`, async () => {
          const run = join(directory, `${i}`);
          const kills = i % 3 === 0 ? 2 : 1;
          for (
            let attempts = 1;
            !(await killTimes(kills, (k) => start(run, index, k > 0), rng));
            attempts++
          ) {
            expectThat(attempts < ATTEMPTS, 'every run ended before it was killed');
            rmSync(run, { recursive: true });
          }
          await finish(start(run, index, true));
          expectSame(resultOf(run), undisturbed.get(key)!);
        });
      }
      return tally.outcome();
    }),
  mutants: [],
};
