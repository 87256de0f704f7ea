import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type * as checkpointModule from '../../../src/runs/checkpoint.js';
import { expectThat } from '../assert.js';
import { inTemporaryDirectory } from '../directories.js';
import { createTally, type Row } from '../row.js';
import { childPath, load } from '../tree.js';

/** Kilobytes there is room for: the child writes a checkpoint of 2 kB, then larger ones up to 150 kB. */
const ROOM = [8, 32, 64, 96];

/** Lets the child save checkpoints in `run` by a shell script, in which "$@" is its command, and looks at the rest. */
async function saveUntilFull(tree: string, run: string, shell: string[], left = run): Promise<void> {
  const [program, ...args] = [...shell, 'sh', process.execPath, childPath('save'), tree, run];
  const child = spawnSync(program!, args, { encoding: 'utf8', timeout: 60_000 });
  expectThat(child.status === 5, `exit ${child.status ?? child.signal}: ${child.stderr}`);
  const { readCheckpoint, findModel } = await load<typeof checkpointModule>(tree, 'runs/checkpoint.js');
  for (const name of readdirSync(left)) {
    if (name.endsWith('.safetensors')) readCheckpoint(join(left, name));
  }
  readCheckpoint(findModel(left));
}

function canMount(directory: string): boolean {
  return spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', directory]).status === 0;
}

export const fullDisk: Row = {
  number: 4,
  fault: 'the disk is really full: a limit on the size of files, a tiny file system',
  cases: { small: 0, large: 0 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const mounts = canMount(directory);
      for (const room of ROOM) {
        const run = join(directory, `limit-${room}`);
        // sh counts in blocks of 512 bytes
        const limited = ['sh', '-c', `ulimit -f ${room * 2}; exec "$@"`];
        await tally.check(`files of at most ${room} kB`, () => saveUntilFull(tree, run, limited));
        if (!mounts) continue;
        const disk = join(directory, `disk-${room}`);
        const copy = join(directory, `copy-${room}`);
        mkdirSync(disk);
        const script = `mount -t tmpfs -o size=${room + 16}k none ${disk}; "$@"; code=$?; cp -r ${disk}/run ${copy}; exit $code`;
        await tally.check(`a file system of ${room + 16} kB`, () =>
          saveUntilFull(tree, join(disk, 'run'), ['unshare', '-rm', 'sh', '-c', script], copy),
        );
      }
      return tally.outcome(mounts ? undefined : 'the tiny file system: this user may not mount one');
    }),
  mutants: [
    {
      name: 'checkpoints are written in place, and what fails stays',
      file: 'disk/atomic-write.ts',
      from: 'const temporary = join(',
      to: 'if (disk.stat(target)) disk.unlink(target); const temporary = target; discard = () => {}; join(',
    },
  ],
};
