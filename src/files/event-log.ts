import { writeToString } from 'fast-csv';
import type { EvalEvent, StepEvent, TrainEvent } from '../train/events.js';
import { writeFileAtomic, writeFully } from './atomic-write.js';
import { disk as realDisk, onDisk, type Disk } from './disk.js';

const COLUMNS = [
  'step',
  'epoch',
  'split',
  'loss',
  'bits_per_character',
  'grad_norm',
  'lr',
  'characters_per_second',
  'seconds',
];
const HEADER = `${COLUMNS.join(',')}\n`;
const FLUSH_MILLISECONDS = 1000;

/** The losses of a run as CSV, a row per step and per evaluation, growing while it trains. */
export interface EventLog {
  /** Takes note of step and evaluation events, and passes over others. Rows reach the file within about a second. */
  add(event: TrainEvent): Promise<void>;
  /** Returns when every row so far is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the log at `path`: a fresh one, or, to resume from step `after`, the one that is there without the rows
 * behind that step and without a last line that was cut off. Failures are Problems (disk/..., exit code 5).
 */
export function openLog(path: string, after: number | undefined, disk: Disk = realDisk): EventLog {
  writeFileAtomic(path, after === undefined ? HEADER : rowsUpTo(after, path, disk), disk);
  const fd = onDisk(path, () => disk.open(path, 'a'));
  let rows: unknown[][] = [];
  let lastFlush = Date.now();

  async function flush(): Promise<void> {
    if (rows.length === 0) return;
    const text = await writeToString(rows, { includeEndRowDelimiter: true });
    rows = [];
    lastFlush = Date.now();
    onDisk(path, () => writeFully(fd, text, disk));
  }
  async function sync(): Promise<void> {
    await flush();
    onDisk(path, () => disk.fsync(fd));
  }
  return {
    async add(event) {
      if (event.type !== 'step' && event.type !== 'eval') return;
      rows.push(rowOf(event));
      if (Date.now() - lastFlush > FLUSH_MILLISECONDS) await flush();
    },
    sync,
    async close() {
      try {
        await sync();
      } finally {
        disk.close(fd);
      }
    },
  };
}

function rowOf(event: StepEvent | EvalEvent): unknown[] {
  const { step, epoch, loss } = event;
  if (event.type === 'eval') return [step, epoch, event.split, loss, event.bitsPerCharacter, '', '', '', ''];
  const { gradNorm, lr, charactersPerSecond, seconds } = event;
  return [step, epoch, 'train', loss, loss / Math.LN2, gradNorm, lr, charactersPerSecond, seconds];
}

function rowsUpTo(step: number, path: string, disk: Disk): string {
  if (disk.lstat(path) === undefined) return HEADER;
  const text = new TextDecoder().decode(onDisk(path, () => disk.readFile(path)));
  const lines = text.split('\n').slice(1, -1);
  return [HEADER.trimEnd(), ...lines.filter((line) => parseInt(line, 10) <= step), ''].join('\n');
}
