import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import { disk, onDisk } from '../../disk/disk.js';
import { WINDOW } from '../../inspect/forward/subject.js';
import { overView } from '../../inspect/over/view.js';
import type { View } from '../../inspect/views/view.js';
import { stepFiles, stepOf } from '../../runs/files.js';
import { loadModel } from '../model.js';
import type { InspectRequest } from './request.js';

/** From one checkpoint to the next the steps may double, and no more: or a birth between them could not be dated. */
const MOST_APART = 2;

/** The view of the checkpoints of a run, and the last of them. Throws over/checkpoints, disk/... */
export function openCheckpoints({ model: run, backend = 'auto' }: InspectRequest): {
  readonly view: View;
  readonly last: string;
} {
  const isDirectory = onDisk(run, () => disk.stat(run)?.isDirectory());
  const names = isDirectory ? onDisk(run, () => stepFiles(run, disk)) : [];
  const steps = names.map(stepOf);
  const refuse = (why: string) =>
    userError('over/checkpoints', { run, steps: steps.join(', ') || 'none', why });
  if (steps.length < 3) throw refuse('at least three are needed');
  const gap = steps.findIndex((step, k) => k > 0 && step > Math.max(1, MOST_APART * steps[k - 1]!));
  if (gap > 0) throw refuse(`some are missing between ${steps[gap - 1]!} and ${steps[gap]!}`);
  const checkpoints = names.map((name, k) => ({
    step: steps[k]!,
    // each has a memory of its own, which is given back with it
    open: () => loadModel(join(run, name), backend, WINDOW),
  }));
  return { view: overView(checkpoints), last: join(run, names.at(-1)!) };
}
