import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type * as lockModule from '../../../src/runs/lock.js';
import { disk } from '../../../src/disk/disk.js';
import { expectProblem, expectThat } from '../assert.js';
import { inTemporaryDirectory } from '../directories.js';
import { interleave } from '../interleave.js';
import { createTally, type Row, type Tally } from '../row.js';
import { childPath, load } from '../tree.js';

const RUNNERS = 4;
/** Until all are ready; then they try within the same millisecond, as far as there are processors. */
const NOTICE_MILLISECONDS = 5;

/** What may lie in the directory before the race. */
const lefts: Record<string, (directory: string) => void> = {
  nothing: () => undefined,
  'the lock of a dead process': (directory) => leaveLock(directory, { pid: deadPid() }),
  'the lock of a process whose pid another has now': (directory) =>
    leaveLock(directory, { pid: process.pid, started: 'before' }),
  'a lock that was released': (directory) => writeFileSync(join(directory, '.lock.41'), ''),
};

function leaveLock(directory: string, owner: object): void {
  const lock = { host: hostname(), started: 'then', ...owner };
  writeFileSync(join(directory, '.lock.41'), JSON.stringify(lock));
}

function deadPid(): number {
  return spawnSync('true').pid;
}

async function race(runners: readonly ChildProcess[], directory: string): Promise<void> {
  const at = Date.now() + NOTICE_MILLISECONDS;
  const answers = await ask(runners, { directory, at });
  const winners = answers.filter((code) => code === 0).length;
  const refused = answers.filter((code) => code === 7).length;
  expectThat(winners === 1 && refused === RUNNERS - 1, `exit codes ${answers.join(', ')}`);
}

async function ask(runners: readonly ChildProcess[], message: object): Promise<unknown[]> {
  const answers = runners.map(async (runner) => ((await once(runner, 'message')) as unknown[])[0]);
  for (const runner of runners) runner.send(message);
  return Promise.all(answers);
}

export const locks: Row = {
  number: 17,
  fault: 'several processes want one run directory, also one that a dead process has locked',
  cases: { small: 20, large: 200, full: 2000 },
  run: (tree, options) =>
    inTemporaryDirectory(async (base) => {
      const tally = createTally(options);
      const runners = Array.from({ length: RUNNERS }, () => fork(childPath('race'), [tree]));
      try {
        await Promise.all(runners.map((runner) => once(runner, 'message')));
        for (let i = 0; i < options.cases; i++) {
          const [what, leave] = Object.entries(lefts)[i % 4]!;
          const directory = join(base, String(i));
          mkdirSync(directory);
          leave(directory);
          await tally.check(`race ${i}, ${what} left`, () => race(runners, directory));
          await ask(runners, { directory: null });
          await tally.check(`race ${i}, after the winner's release`, () => race(runners, directory));
          await ask(runners, { directory: null });
        }
        await checkKilledHolder(tree, runners, base, tally);
        await checkOrders(tree, base, options.cases, tally);
        await checkWithdrawnClaim(tree, base, tally);
      } finally {
        for (const runner of runners) runner.kill('SIGKILL');
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'a dead owner keeps the lock',
      file: 'runs/lock.ts',
      from: 'owner !== undefined && isAlive(owner)',
      to: 'owner !== undefined',
    },
    {
      name: 'a live owner is passed over',
      file: 'runs/lock.ts',
      from: 'owner !== undefined && isAlive(owner)',
      to: 'false',
    },
    {
      name: 'another ticket is passed over',
      file: 'runs/lock.ts',
      from: 'liveTickets(directory, disk).filter((ticket) => ticket.number !== number)',
      to: '[]',
    },
    {
      name: 'a released ticket stays',
      file: 'runs/lock.ts',
      from: 'disk.unlink(path); } catch {',
      to: 'disk.truncate(path, 0); } catch {',
    },
    {
      name: 'a pid is taken for the process',
      file: 'runs/lock-owner.ts',
      from: "now === undefined || started === '' || now === started",
      to: 'true',
    },
  ],
};

/** One process wants the lock; a second acts before its k-th call, a third before the j-th call of the second. */
async function checkOrders(tree: string, base: string, most: number, tally: Tally): Promise<void> {
  const { acquireLock } = await load<typeof lockModule>(tree, 'runs/lock.js');
  const directory = join(base, 'orders');
  mkdirSync(directory);
  for (let j = -1; j < Math.min(most, 40); j++) {
    await tally.check(`every order of calls, ${j}`, () => {
      for (let k = 0, calls = 1; k < calls; k++) calls = interleave(acquireLock, directory, k, j);
    });
  }
}

/** A claim waits for a lower one of a live process, and has the lock when that one is withdrawn. */
async function checkWithdrawnClaim(tree: string, base: string, tally: Tally): Promise<void> {
  const { acquireLock } = await load<typeof lockModule>(tree, 'runs/lock.js');
  const directory = join(base, 'withdrawn');
  mkdirSync(directory);
  const claim = join(directory, '.lock.1');
  const owner = { pid: process.pid, host: hostname(), started: '' };
  let calls = 0;
  /** The other's claim comes after the first look and goes while this process waits. */
  const readdir = (path: string): string[] => {
    calls += 1;
    if (calls === 2) writeFileSync(claim, `${JSON.stringify(owner)}\n`);
    if (calls === 12) rmSync(claim);
    return disk.readdir(path);
  };
  await tally.check('a lower claim is withdrawn', () => {
    acquireLock(directory, { ...disk, readdir }).release();
    expectThat(calls >= 12, 'it did not wait');
  });
}

/** A holder that is killed gives way; one that lives on another machine does not. */
async function checkKilledHolder(
  tree: string,
  runners: readonly ChildProcess[],
  base: string,
  tally: Tally,
): Promise<void> {
  const { acquireLock } = await load<typeof lockModule>(tree, 'runs/lock.js');
  const directory = join(base, 'killed');
  mkdirSync(directory);
  const holder = runners[0]!;
  await ask([holder], { directory, at: 0 });
  await tally.check('the holder lives', () => expectProblem(() => acquireLock(directory), 7));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  await tally.check('the holder was killed', () => acquireLock(directory).release());
  await tally.check('a dead lock is removed by another at the same moment', () => {
    const crowded = join(base, 'crowded');
    mkdirSync(crowded);
    leaveLock(crowded, { pid: deadPid() });
    const unlink = (path: string): void => {
      disk.unlink(path);
      throw Object.assign(new Error('gone'), { code: 'ENOENT', syscall: 'unlink' });
    };
    acquireLock(crowded, { ...disk, unlink }).release();
  });
  leaveLock(directory, { pid: 1, host: 'elsewhere.example' });
  await tally.check('the holder is on another machine', () => expectProblem(() => acquireLock(directory), 7));
}
