import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type * as lockModule from '../../../src/runs/lock.js';
import type * as runModule from '../../../src/runs/directory.js';
import { smallSnapshot } from '../../helpers/snapshots.js';
import { expectProblem, expectThat } from '../assert.js';
import { inTemporaryDirectory } from '../directories.js';
import { createTally, type Row, type Tally } from '../row.js';
import { load } from '../tree.js';

const SAVE = { best: true, periodic: true, keep: 3 };

export const owners: Row = {
  number: 30,
  fault:
    'two writers: a directory recreated under a live run, owners of another pid namespace, boot or machine',
  cases: { small: 0, large: 0 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const { createRun } = await load<typeof runModule>(tree, 'runs/directory.js');
      await tally.check('the directory is removed', async () => {
        const path = join(directory, 'removed');
        const run = createRun(path, {});
        rmSync(path, { recursive: true });
        await expectProblem(() => run.save(smallSnapshot(), 1, SAVE), 7);
        mkdirSync(path);
        await expectProblem(() => run.save(smallSnapshot(), 1, SAVE), 7);
        await run.close();
        expectThat(readdirSync(path).length === 0, `${readdirSync(path).join()} was written`);
      });
      await tally.check('the directory is another run’s', async () => {
        const path = join(directory, 'taken');
        const run = createRun(path, {});
        rmSync(path, { recursive: true });
        const other = createRun(path, { other: true });
        await other.save(smallSnapshot({ seed: 2 }), 1, SAVE);
        const before = readFileSync(join(path, 'step-00000001.safetensors'), 'latin1');
        await expectProblem(() => run.save(smallSnapshot(), 1, SAVE), 7);
        await run.close();
        expectThat(
          readFileSync(join(path, 'step-00000001.safetensors'), 'latin1') === before,
          'it was overwritten',
        );
        await expectProblem(() => createRun(path, {}), 7); // the lock of the other still holds
        await other.save(smallSnapshot(), 2, SAVE);
        await other.close();
      });
      if (!existsSync('/proc/self/ns/pid'))
        return tally.outcome('owners in other namespaces: there is no /proc');
      await checkOwners(tree, directory, tally);
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'a writer does not check who owns the directory',
      file: 'runs/directory.ts',
      from: 'onDisk(path, () => lock.check());',
      to: '',
    },
    {
      name: 'a pid is looked for in every namespace',
      file: 'runs/lock-owner.ts',
      from: 'space !== here.space',
      to: 'false',
    },
    {
      name: 'another boot is another day',
      file: 'runs/lock-owner.ts',
      from: "machine === '' || machine !== here.machine || space !== FIRST_SPACE",
      to: 'false',
    },
  ],
};

/** Locks that the reader may, or may not, take for abandoned. */
async function checkOwners(tree: string, directory: string, tally: Tally): Promise<void> {
  const { acquireLock } = await load<typeof lockModule>(tree, 'runs/lock.js');
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  const machine = existsSync('/etc/machine-id') ? readFileSync('/etc/machine-id', 'latin1').trim() : '';
  const space = readlinkSync('/proc/self/ns/pid');
  const pid = spawnSync('true').pid;
  const dead = { pid, host: hostname(), started: `${boot}:1`, machine, space, token: '' };
  const kinds: Record<string, [object, boolean]> = {
    'a dead process of this namespace': [dead, true],
    'a process of another namespace': [{ ...dead, space: 'pid:[1]' }, false],
    'a process of another boot, of no known machine': [{ ...dead, started: 'other:1', machine: '' }, false],
    'a process of another boot, of another machine': [
      { ...dead, started: 'other:1', machine: 'another' },
      false,
    ],
    'a process of another boot, in a container': [{ ...dead, started: 'other:1', space: 'pid:[1]' }, false],
    'a process of another host': [{ ...dead, host: 'elsewhere.example' }, false],
    ...(machine !== '' && {
      'a process of this machine’s last boot': [
        { ...dead, started: 'other:1', space: 'pid:[4026531836]' },
        true,
      ],
    }),
  };
  for (const [what, [owner, reclaimed]] of Object.entries(kinds)) {
    await tally.check(what, async () => {
      const path = join(directory, what.replace(/\W+/g, '-'));
      mkdirSync(path);
      writeFileSync(join(path, '.lock.3'), JSON.stringify(owner));
      if (reclaimed) acquireLock(path).release();
      else await expectProblem(() => acquireLock(path), 7);
    });
  }
}
