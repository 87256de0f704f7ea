import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type * as checkpointModule from '../../../src/runs/checkpoint.js';
import type * as runModule from '../../../src/runs/directory.js';
import { smallSnapshot } from '../../helpers/snapshots.js';
import { expectProblem } from '../assert.js';
import { inTemporaryDirectory } from '../directories.js';
import { createTally, type Row } from '../row.js';
import { load } from '../tree.js';

/** Makes the places in `directory`; returns by name each place, and the exit code it is refused with as --out. */
function outPlaces(directory: string): Record<string, [string, number]> {
  const at = (name: string) => join(directory, name);
  writeFileSync(at('file'), '');
  mkdirSync(at('run'));
  writeFileSync(at('run/config.json'), '{}');
  mkdirSync(at('old'));
  writeFileSync(at('old/step-00000010.safetensors'), '');
  mkdirSync(at('taken/config.json'), { recursive: true });
  symlinkSync('nowhere', at('dangling'));
  symlinkSync('circle', at('circle'));
  return {
    'a file in place of the directory': [at('file'), 5],
    'a file in place of its parent': [at('file/run'), 5],
    'a directory with a run': [at('run'), 2],
    'a directory with a checkpoint': [at('old'), 2],
    'a directory in place of config.json': [at('taken'), 2],
    'a dangling link': [at('dangling/run'), 5],
    'links in a circle': [at('circle/run'), 5],
    'a name that is too long': [at('n'.repeat(300)), 5],
    ...readOnlyPlace(directory),
  };
}

/** A directory that is not writable; for root only those of the kernel are. */
function readOnlyPlace(directory: string): Record<string, [string, number]> {
  if (process.getuid?.() === 0)
    return existsSync('/sys/kernel') ? { 'a read-only directory': ['/sys/kernel/run', 5] } : {};
  const path = join(directory, 'read-only');
  mkdirSync(path);
  chmodSync(path, 0o555);
  return { 'a read-only directory': [path, 5] };
}

/** Places where a file can neither be written nor read, such as --log and -o might name. */
function filePlaces(directory: string): Record<string, string> {
  const at = (name: string) => join(directory, name);
  symlinkSync('nowhere', at('link'));
  const fifo = at('fifo');
  const places: Record<string, string> = { 'a dangling link': at('link'), 'a directory': directory };
  if (spawnSync('mkfifo', [fifo]).status === 0) places['a FIFO'] = fifo;
  // by a link, so that not even a broken writer could replace the device
  if (existsSync('/dev/full')) {
    symlinkSync('/dev/full', at('full'));
    places['/dev/full'] = at('full');
  }
  return places;
}

export const badPlaces: Row = {
  number: 18,
  fault: 'a bad place to write: read-only, file for directory, dangling link, FIFO, /dev/full',
  cases: { small: 0, large: 0 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const { createRun } = await load<typeof runModule>(tree, 'runs/directory.js');
      const files = await load<typeof checkpointModule>(tree, 'runs/checkpoint.js');
      const tally = createTally(options);
      for (const [what, [path, code]] of Object.entries(outPlaces(directory))) {
        await tally.check(`--out ${what}`, () => expectProblem(() => createRun(path, {}), code));
      }
      for (const [what, path] of Object.entries(filePlaces(directory))) {
        await tally.check(`a checkpoint in place of ${what}`, () =>
          expectProblem(() => files.writeCheckpoint(path, smallSnapshot()), 5),
        );
        await tally.check(`the log in place of ${what}`, async () => {
          const run = createRun(join(directory, `run of ${what.replace(/\W/g, '-')}`), {});
          await expectProblem(() => run.openLog({ path }), 5);
          await run.close();
        });
        await tally.check(`a model read from ${what}`, () =>
          expectProblem(() => files.readCheckpoint(files.findModel(path)), 4),
        );
      }
      const missing =
        'findModel' in files && process.platform === 'win32' ? 'FIFOs and /dev/full' : undefined;
      return tally.outcome(missing);
    }),
  mutants: [
    {
      name: 'a run is made over another',
      file: 'runs/directory.ts',
      from: 'holdsRun(path, disk)',
      to: 'false',
    },
    {
      name: 'an existing file is replaced',
      file: 'disk/atomic-write.ts',
      from: 'const stats = disk.lstat(path);',
      to: 'const stats = undefined;',
    },
  ],
};
