import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { text } from '../recipes.js';
import { createTally, type Row } from '../row.js';

const shape =
  '--hidden 4 --layers 1 --seq 8 --batch 4 --backend js --threads 1 --steps 3 --save-every 1 --quiet';
const VICTIM = 'a file outside the run\n';

/** What may have been put into a run directory. */
const traps: Record<string, (run: string, victim: string) => void> = {
  'log.csv as a link': (run, victim) => link(victim, join(run, 'log.csv')),
  'loss.svg as a link': (run, victim) => link(victim, join(run, 'loss.svg')),
  'latest as a link': (run, victim) => link(victim, join(run, 'latest')),
  'best.safetensors as a link': (run, victim) => link(victim, join(run, 'best.safetensors')),
  'config.json as a link': (run) => moveAndLink(join(run, 'config.json')),
  'the next checkpoint as a link': (run, victim) => link(victim, join(run, 'step-00000004.safetensors')),
  'log.csv as a FIFO': (run) => fifo(join(run, 'log.csv')),
  'latest as a FIFO': (run) => fifo(join(run, 'latest')),
  'a checkpoint as a FIFO': (run) => fifo(join(run, 'step-00000009.safetensors')),
  'a lock as a FIFO': (run) => fifo(join(run, '.lock.77')),
  'a lock as a link': (run, victim) => link(victim, join(run, '.lock.77')),
  'a lock beyond all numbers': (run) => writeFileSync(join(run, '.lock.999999999999999'), ''),
  'a lock of forty digits': (run) => writeFileSync(join(run, `.lock.${'9'.repeat(40)}`), ''),
};

function link(target: string, path: string): void {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

function moveAndLink(path: string): void {
  cpSync(path, `${path}.moved`);
  link(`${path}.moved`, path);
}

function fifo(path: string): void {
  rmSync(path, { force: true });
  if (spawnSync('mkfifo', [path]).status !== 0) throw new Error('no FIFO can be made');
}

export const links: Row = {
  number: 29,
  fault: 'links and FIFOs where a run writes, locks that no run has made',
  // every so many-th of the traps
  cases: { small: 3, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const [corpus, victim, original] = [
        join(directory, 'corpus.txt'),
        join(directory, 'victim'),
        join(directory, 'run'),
      ];
      writeFileSync(corpus, text);
      writeFileSync(victim, VICTIM);
      const { code, stderr } = await runCli(tree, ['train', corpus, '--out', original, ...shape.split(' ')]);
      expectThat(code === 0, stderr);
      for (const name of readdirSync(original)) if (name.startsWith('.lock')) rmSync(join(original, name));
      const tried = Object.entries(traps).filter((_, i) => i % options.cases === 0);
      for (const [what, set] of tried) {
        await tally.check(what, async () => {
          const run = join(directory, what.replace(/\W+/g, '-'));
          cpSync(original, run, { recursive: true });
          set(run, victim);
          const { code, stderr } = await runCli(tree, ['train', '--resume', run, '--steps', '6', '--quiet']);
          expectThat(code === 5, `exit ${code}: ${stderr}`);
          expectThat(stderr.split('\n').length === 2, `not one line: ${stderr}`);
          expectThat(readFileSync(victim, 'utf8') === VICTIM, 'a file outside the run was written to');
        });
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'links in a run are followed',
      file: 'runs/directory.ts',
      from: 'stats && !stats.isFile()',
      to: 'false',
    },
    {
      name: 'a lock has any number',
      file: 'runs/lock.ts',
      from: 'number < MAX_TICKET',
      to: 'true',
    },
  ],
};
