import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type * as checkpointModule from '../../../src/runs/checkpoint.js';
import type * as diskModule from '../../../src/disk/disk.js';
import type { Disk } from '../../../src/disk/disk.js';
import type * as runModule from '../../../src/runs/directory.js';
import type * as runFilesModule from '../../../src/runs/files.js';
import type { EvalEvent } from '../../../src/train/events.js';
import { smallSnapshot } from '../../helpers/snapshots.js';
import { expectThat, isUserError } from '../assert.js';
import { inTemporaryDirectory } from '../directories.js';
import { faults, faultyDisk, recordingDisk } from '../faulty-disk.js';
import { createTally, type Row } from '../row.js';
import { load } from '../tree.js';

const STEPS = 3;

/** What happens on the disk while a run is made, trains, saves and is closed; each saved step is put into `saved`. */
export async function saveRun(
  { createRun }: typeof runModule,
  path: string,
  disk: Disk,
  saved: number[] = [],
): Promise<void> {
  const run = createRun(path, { seed: 1 }, disk);
  try {
    const log = run.openLog();
    for (let step = 1; step <= STEPS; step++) {
      await log.add(evaluation(step));
      await run.save(smallSnapshot({ seed: step }), step, { best: step === 2, periodic: true, keep: 2 });
      saved.push(step);
    }
  } finally {
    await run.close();
  }
}

function evaluation(step: number): EvalEvent {
  return { type: 'eval', step, epoch: 1, split: 'validation', loss: 1.5, bitsPerCharacter: 2, best: false };
}

async function runOn(disk: Disk, path: string, tree: string): Promise<void> {
  const modules = await load<typeof runModule>(tree, 'runs/directory.js');
  const { readCheckpoint } = await load<typeof checkpointModule>(tree, 'runs/checkpoint.js');
  const saved: number[] = [];
  const failure: unknown = await saveRun(modules, path, disk, saved).catch((error: unknown) => error);
  expectThat(failure === undefined || isUserError(failure, 5), `not a disk problem: ${String(failure)}`);
  expectThat(failure !== undefined || saved.length === STEPS, 'not all was saved, and not a word said');
  if (!existsSync(path)) return;
  for (const name of readdirSync(path)) {
    if (name.endsWith('.safetensors')) readCheckpoint(join(path, name));
  }
  if (saved.length === 0) return;
  const { newestCheckpoint } = await load<typeof runFilesModule>(tree, 'runs/files.js');
  const { disk: sound } = await load<typeof diskModule>(tree, 'disk/disk.js');
  const { seed } = readCheckpoint(newestCheckpoint(path, sound)!).training!.options as { seed: number };
  expectThat(seed >= saved.at(-1)!, `step ${saved.at(-1)} was saved, step ${seed} is what is found`);
}

export const failingCalls: Row = {
  number: 3,
  fault: 'a file-system call fails, once and from then on',
  // kinds of failure for each call
  cases: { small: 1, large: faults.length },
  async run(tree, options) {
    const { cases } = options;
    const { disk } = await load<typeof diskModule>(tree, 'disk/disk.js');
    const tally = createTally(options);
    await inTemporaryDirectory(async (directory) => {
      const { disk: recorder, calls } = recordingDisk(disk);
      const modules = await load<typeof runModule>(tree, 'runs/directory.js');
      await saveRun(modules, join(directory, 'undisturbed'), recorder);
      for (const [k, call] of calls.entries()) {
        for (let kind = 0; kind < cases; kind++) {
          const fault = faults[(k + kind) % faults.length]!;
          if (fault === 'short write' && !call.startsWith('write')) continue;
          for (const onwards of [false, true]) {
            const title = `call ${k} (${call.split(' ')[0]}): ${fault}${onwards ? ' from then on' : ''}`;
            const path = join(directory, `${k}-${fault}-${onwards}`);
            await tally.check(title, () => runOn(faultyDisk(disk, k, fault, onwards), path, tree));
          }
        }
      }
    });
    return tally.outcome();
  },
  mutants: [
    {
      name: 'a short write passes for a whole one',
      file: 'disk/atomic-write.ts',
      from: 'done += taken;',
      to: 'done = bytes.length;',
    },
    {
      name: 'checkpoints are written in place',
      file: 'disk/atomic-write.ts',
      from: 'const temporary = join(',
      to: 'if (disk.stat(target)) disk.unlink(target); const temporary = target; join(',
    },
    {
      name: 'an error of the disk is not explained',
      file: 'disk/disk.ts',
      from: "'syscall' in error",
      to: 'false',
    },
    {
      name: 'a failed rename goes unnoticed',
      file: 'disk/atomic-write.ts',
      from: 'discard(); throw error;',
      to: 'discard();',
    },
  ],
};
