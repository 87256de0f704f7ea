import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '../../../src/runs/checkpoint.js';
import { disk } from '../../../src/disk/disk.js';
import { stepFiles } from '../../../src/runs/files.js';
import { expectThat } from '../assert.js';
import { runCli, startCli, type Ended } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { text } from '../recipes.js';
import { createTally, type Row } from '../row.js';
import { expectSame, resultOf } from './01-killed.js';

const STEPS = 1000;
const shape =
  '--hidden 8 --layers 1 --seq 10 --batch 4 --val 0.2 --test 0 --backend js --threads 1 --dropout 0.1';
const usual = `${shape} --steps ${STEPS} --keep 3`.split(' ');

/** Kills a training by signal 9 once it has written so many events of a kind; what it saves is said by `how`. */
async function kill(
  tree: string,
  corpus: string,
  run: string,
  how: string,
  event: string,
  count: number,
): Promise<void> {
  const args = ['train', corpus, '--out', run, '--json', ...usual, ...how.split(' ')];
  const child = startCli(tree, args);
  const gone = once(child, 'close');
  let written = '';
  const reached = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      written += chunk;
      if (written.split(`"type":"${event}"`).length > count) resolve();
    });
  });
  await Promise.race([reached, gone]);
  expectThat(child.kill('SIGKILL'), 'it ended before it could be killed');
  await gone;
}

const resume = (tree: string, run: string): Promise<Ended> =>
  runCli(tree, ['train', '--resume', run, '--json']);

function flipByte(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 20]! ^= 1;
  writeFileSync(file, bytes);
}

const firstStep = ({ stdout }: Ended): number =>
  Number(/"type":"start".*?"step":(\d+)/.exec(stdout.toString())?.[1]);
const bestLoss = (run: string): number =>
  (readCheckpoint(join(run, 'best.safetensors')).training!.progress as { best: number }).best;
const rowsOf = (run: string): string[] => readFileSync(join(run, 'log.csv'), 'utf8').split('\n');

/** Killed before its first periodic checkpoint: the best model is where it goes on. */
async function resumeFromBest(tree: string, corpus: string, run: string): Promise<void> {
  await kill(tree, corpus, run, `--eval-every 10 --save-every ${STEPS}`, 'save', 2);
  expectThat(stepFiles(run, disk).length === 0, 'there is a step checkpoint');
  const before = { loss: bestLoss(run), rows: rowsOf(run).length };
  const resumed = await resume(tree, run);
  expectThat(resumed.code === 0, `exit ${resumed.code}: ${resumed.stderr}`);
  expectThat(firstStep(resumed) > 0, 'it begins at step 0');
  expectThat(bestLoss(run) <= before.loss, `the best was ${before.loss}, and is ${bestLoss(run)}`);
  expectThat(rowsOf(run).length >= before.rows, 'the log has become shorter');
}

/** Killed before any checkpoint: it begins anew, and says so. */
async function beginAnew(tree: string, corpus: string, run: string): Promise<void> {
  await kill(tree, corpus, run, `--eval-every ${STEPS} --save-every ${STEPS}`, 'step', 20);
  writeFileSync(join(run, 'log.csv'), `${'step,epoch\n'}${'1,0.1\n'.repeat(7)}`);
  const resumed = await resume(tree, run);
  expectThat(resumed.code === 0, `exit ${resumed.code}: ${resumed.stderr}`);
  expectThat(/no checkpoint was saved yet/.test(resumed.stderr), `it only says ${resumed.stderr}`);
  expectThat(/7 row\(s\)/.test(resumed.stderr), `of the log it says ${resumed.stderr}`);
}

const saving = '--eval-every 25 --save-every 20';

/** A damaged checkpoint is skipped, and the run goes on from the one before. */
async function skipDamaged(
  tree: string,
  corpus: string,
  run: string,
  damage: (files: string[]) => string[],
): Promise<void> {
  await kill(tree, corpus, run, saving, 'save', 8);
  const steps = stepFiles(run, disk)
    .toReversed()
    .map((name) => join(run, name));
  const damaged = damage([...steps, join(run, 'best.safetensors')]);
  for (const file of damaged) flipByte(file);
  const resumed = await resume(tree, run);
  if (damaged.length > steps.length) {
    expectThat(resumed.code === 4, `exit ${resumed.code}: ${resumed.stderr}`);
    return;
  }
  expectThat(resumed.code === 0, `exit ${resumed.code}: ${resumed.stderr}`);
  for (const file of damaged)
    expectThat(resumed.stderr.includes(`skipped ${file}`), `it says ${resumed.stderr}`);
  expectThat(firstStep(resumed) > 0, 'it begins at step 0');
}

export const bestModel: Row = {
  number: 24,
  fault:
    'the best model or the newest checkpoint is what is left: killed before the first save, files damaged',
  cases: { small: 1, large: 4, full: 20 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const corpus = join(directory, 'corpus.txt');
      writeFileSync(corpus, text);
      const undisturbed = async (how: string) => {
        const run = join(directory, 'undisturbed');
        rmSync(run, { recursive: true, force: true });
        const { code, stderr } = await runCli(tree, [
          'train',
          corpus,
          '--out',
          run,
          '--quiet',
          ...usual,
          ...how.split(' '),
        ]);
        expectThat(code === 0, stderr);
        return resultOf(run, STEPS);
      };
      const expected = {
        best: await undisturbed(`--eval-every 10 --save-every ${STEPS}`),
        damaged: await undisturbed(saving),
      };
      for (let i = 0; i < options.cases; i++) {
        const run = (what: string) => join(directory, `${what}-${i}`);
        await tally.check(`run ${i}, nothing was saved`, () => beginAnew(tree, corpus, run('nothing')));
        await tally.check(`run ${i}, only the best was saved`, async () => {
          await resumeFromBest(tree, corpus, run('best'));
          expectSame(resultOf(run('best'), STEPS), expected.best);
        });
        await tally.check(`run ${i}, the newest is damaged`, async () => {
          await skipDamaged(tree, corpus, run('newest'), ([newest]) => [newest!]);
          expectSame(resultOf(run('newest'), STEPS), expected.damaged);
        });
        await tally.check(`run ${i}, the best is damaged`, async () => {
          await skipDamaged(tree, corpus, run('damaged'), (files) => [files.at(-1)!]);
          expectThat(bestLoss(run('damaged')) > 0, 'there is no best');
        });
        await tally.check(`run ${i}, all are damaged`, () =>
          skipDamaged(tree, corpus, run('all'), (files) => files),
        );
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'the best is nothing to resume from',
      file: 'runs/resume-point.ts',
      from: 'best === undefined ? steps',
      to: 'true ? steps',
    },
    {
      name: 'a damaged checkpoint ends it all',
      file: 'runs/resume-point.ts',
      from: '!isDamage(error)',
      to: 'true',
    },
    {
      name: 'the log is cut without a word',
      file: 'app/train/train.ts',
      from: 'log && log.dropped > 0',
      to: 'false',
    },
  ],
};
