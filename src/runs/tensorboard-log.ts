import { join } from 'node:path';
import { tensorboardEvent, tensorboardHeader } from '../formats/tensorboard.js';
import type { TrainEvent } from '../train/events.js';
import { writeFully } from '../disk/atomic-write.js';
import { disk as realDisk, onDisk, type Disk } from '../disk/disk.js';

/** The losses of a run for TensorBoard, beside log.csv. */
interface TensorboardLog {
  /** Logs step and evaluation events, ignores others. */
  add(event: TrainEvent): void;
  close(): void;
}

/**
 * Creates an event file in the directory of a run, one for each start of the run: TensorBoard reads several as
 * one. `now` gives the time in milliseconds.
 */
export function openTensorboardLog(
  directory: string,
  now: () => number = Date.now,
  disk: Disk = realDisk,
): TensorboardLog {
  const path = join(directory, `events.out.tfevents.${now()}.char-rnn`);
  const fd = onDisk(path, () => disk.open(path, 'wx'));
  const write = (bytes: Uint8Array) => onDisk(path, () => writeFully(fd, bytes, disk));
  write(tensorboardHeader(now() / 1000));
  return {
    add(event) {
      const scalars = scalarsOf(event);
      if (scalars) write(tensorboardEvent({ wallTime: now() / 1000, step: event.step, scalars }));
    },
    close: () => disk.close(fd),
  };
}

function scalarsOf(event: TrainEvent): Record<string, number> | null {
  if (event.type === 'eval') return { [`loss/${event.split}`]: event.loss };
  if (event.type !== 'step') return null;
  const { loss, lr, gradNorm, charactersPerSecond } = event;
  return { 'loss/train': loss, lr, gradNorm, charactersPerSecond };
}
