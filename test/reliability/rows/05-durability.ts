import { dirname, join } from 'node:path';
import type * as atomicModule from '../../../src/disk/atomic-write.js';
import type * as checkpointModule from '../../../src/runs/checkpoint.js';
import type * as diskModule from '../../../src/disk/disk.js';
import type { Disk } from '../../../src/disk/disk.js';
import type * as runModule from '../../../src/runs/directory.js';
import { smallSnapshot } from '../../helpers/snapshots.js';
import { expectThat } from '../assert.js';
import { inTemporaryDirectory } from '../directories.js';
import { recordingDisk } from '../faulty-disk.js';
import { createTally, type Row } from '../row.js';
import { load } from '../tree.js';
import { saveRun } from './03-failing-calls.js';

/** Everything that puts a file under a final name, by what it writes. */
type Writer = (directory: string, disk: Disk) => unknown;

async function writers(tree: string): Promise<Record<string, Writer>> {
  const { writeFileAtomic } = await load<typeof atomicModule>(tree, 'disk/atomic-write.js');
  const { writeCheckpoint } = await load<typeof checkpointModule>(tree, 'runs/checkpoint.js');
  const modules = await load<typeof runModule>(tree, 'runs/directory.js');
  return {
    'a text': (directory, disk) => writeFileAtomic(join(directory, 'report.html'), 'text', { disk }),
    'a text in pieces': (directory, disk) =>
      writeFileAtomic(join(directory, 'a.csv'), ['1', '2', '3'], { disk }),
    'a checkpoint': (directory, disk) =>
      writeCheckpoint(join(directory, 'a.safetensors'), smallSnapshot(), disk),
    'a run directory with config, log, checkpoints, best and latest': (directory, disk) =>
      saveRun(modules, join(directory, 'run'), disk),
  };
}

/** For every rename: all writes to the file before it, then fsync, then the rename, then fsync of the directory. */
function checkOrder(calls: readonly string[]): void {
  const renames = calls.flatMap((call, index) => (call.startsWith('rename ') ? [index] : []));
  expectThat(renames.length > 0, 'no rename: files are written in place');
  for (const index of renames) {
    const [, from, to] = calls[index]!.split(' ') as [string, string, string];
    const synced = calls.lastIndexOf(`fsync ${from}`, index);
    expectThat(synced >= 0, `${to} is renamed into place without fsync`);
    const lastWrite = calls.lastIndexOf(`write ${from}`);
    expectThat(lastWrite >= 0 && lastWrite < synced, `${to}: a write comes after fsync`);
    const next = calls.findIndex((call, i) => i > index && /^(rename|unlink|write) /.test(call));
    const directorySynced = calls.indexOf(`fsync ${dirname(to)}`, index);
    expectThat(directorySynced > index, `${to}: the directory is not synced`);
    expectThat(next < 0 || directorySynced < next, `${to}: something follows before the directory is synced`);
  }
}

/** `latest` must not name a checkpoint, nor an old one be removed, before the new one is in place for good. */
function checkRun(calls: readonly string[]): void {
  const at = (name: RegExp) => {
    const index = calls.findIndex((call) => name.test(call));
    expectThat(index >= 0, `no call is ${name.source}`);
    return index;
  };
  expectThat(
    at(/^rename .*step-00000001/) < at(/^rename .*latest/),
    'latest names a checkpoint that is not there yet',
  );
  expectThat(
    at(/^rename .*step-00000003/) < at(/^unlink .*step-00000001/),
    'an old checkpoint goes before the new one is there',
  );
  expectThat(at(/^fsync .*log\.csv$/) < at(/^rename .*step-00000001/), 'a checkpoint overtakes the log');
}

export const durability: Row = {
  number: 5,
  fault: 'power is lost: order of write, fsync, rename, fsync of the directory',
  cases: { small: 0, large: 0 },
  async run(tree, options) {
    const { disk: real } = await load<typeof diskModule>(tree, 'disk/disk.js');
    const tally = createTally(options);
    for (const [what, write] of Object.entries(await writers(tree))) {
      await inTemporaryDirectory(async (directory) => {
        const { disk, calls } = recordingDisk(real);
        await write(directory, disk);
        await tally.check(what, () => checkOrder(calls));
        if (what.startsWith('a run directory')) await tally.check(`${what}: order`, () => checkRun(calls));
      });
    }
    return tally.outcome();
  },
  mutants: [
    {
      name: 'no fsync before the rename',
      file: 'disk/atomic-write.ts',
      from: 'disk.fsync(fd!); closeFile();',
      to: 'closeFile();',
    },
    {
      name: 'no fsync of the directory',
      file: 'disk/atomic-write.ts',
      from: 'onDisk(path, () => syncDirectory(dirname(target), disk));',
      to: '',
    },
    {
      name: 'latest is written before the checkpoint',
      file: 'runs/directory.ts',
      from: 'write(name, bytes);',
      to: 'write(LATEST, name); write(name, bytes);',
    },
    {
      name: 'the log is not synced before the checkpoint',
      file: 'runs/directory.ts',
      from: 'await log?.sync().catch',
      to: 'await undefined?.catch',
    },
  ],
};
