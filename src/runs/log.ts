import { constants } from 'node:fs';
import { userError } from '../core/errors.js';
import type { Metric } from '../data/train-data.js';
import type { EvalEvent, StepEvent, TrainEvent } from '../train/events.js';
import { writeDurably, writeFileAtomic, writeFully, type AtomicOptions } from '../disk/atomic-write.js';
import { disk as realDisk, diskError, notRegular, onDisk, type Disk } from '../disk/disk.js';

/** The columns of every log, before those of its metrics. */
export const logColumns = [
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
/** The header of a log; each metric of a task has its own column. */
export const logHeader = (metrics: readonly Metric[] = []): string =>
  `${[...logColumns, ...metrics].join(',')}\n`;
const FLUSH_MILLISECONDS = 1000;

/** The losses of a run as CSV, a row per step and per evaluation, growing while it trains. */
export interface EventLog {
  /** Rows that were cut off when the log was opened, as they are logged again. */
  readonly dropped: number;
  /** Logs step and evaluation events, ignores others. Rows reach the file within about a second. */
  add(event: TrainEvent): Promise<void>;
  /** Returns when every row so far is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

interface LogOptions extends AtomicOptions {
  readonly metrics?: readonly Metric[];
  /** The file must not exist yet: it is not known to be the log of this run. */
  readonly isNew?: boolean;
}

/**
 * Opens the log at `path`: a new one or, to resume from step `after` (−1: from the beginning), the existing one
 * without the rows after that step and without an incomplete last line. With `isNew` there must not be one: throws
 * log/exists. Other failures are UserErrors (disk/...).
 */
export function openLog(path: string, after: number | undefined, options: LogOptions = {}): EventLog {
  const { disk = realDisk, links, metrics = [], isNew = false } = options;
  const continues = after !== undefined && !isNew;
  const { kept, dropped } = continues ? divideRows(after, path, disk) : { kept: [], dropped: 0 };
  const content = [logHeader(metrics), ...kept.map((row) => `${row}\n`)];
  if (isNew) createLog(path, content, disk);
  else writeFileAtomic(path, content, { disk, links });
  // the final evaluation comes after the last checkpoint: a run resumed from there repeats it
  const already = new Set(kept.filter((row) => stepOf(row) === after).map((row) => row.split(',')[2]));
  const fd = onDisk(path, () => openToAppend(path, links, disk));
  let rows: unknown[][] = [];
  let lastFlush = Date.now();

  async function flush(): Promise<void> {
    if (rows.length === 0) return;
    const { writeToString } = await import('./csv.js');
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
    dropped,
    async add(event) {
      if (event.type !== 'step' && event.type !== 'eval') return;
      if (event.type === 'eval' && event.step === after && already.has(event.split)) return;
      rows.push(rowOf(event, metrics));
      if (Date.now() - lastFlush > FLUSH_MILLISECONDS) await flush();
    },
    sync,
    async close() {
      try {
        await sync();
      } finally {
        onDisk(path, () => disk.close(fd));
      }
    },
  };
}

/** Only one of two runs that begin at once can create the file. */
function createLog(path: string, content: Iterable<string>, disk: Disk): void {
  const stats = onDisk(path, () => disk.stat(path) ?? disk.lstat(path));
  if (stats?.isFile()) throw userError('log/exists', { file: path });
  if (stats !== undefined) throw diskError(notRegular(stats.isDirectory() ? 'EISDIR' : 'ENOTFILE'), path);
  onDisk(path, () => {
    try {
      writeDurably(path, content, disk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw userError('log/exists', { file: path }, error);
    }
  });
}

/** A regular file only: opening a FIFO waits for its reader. */
function openToAppend(path: string, links: AtomicOptions['links'], disk: Disk): number {
  const { O_WRONLY, O_APPEND, O_NONBLOCK, O_NOFOLLOW } = constants;
  return disk.open(path, O_WRONLY | O_APPEND | O_NONBLOCK | (links === 'refuse' ? O_NOFOLLOW : 0));
}

/** The cells of a row of the log. */
export function rowOf(event: StepEvent | EvalEvent, metrics: readonly Metric[] = []): unknown[] {
  const { step, epoch, loss } = event;
  if (event.type === 'eval') {
    const measured = metrics.map((metric) => event.metrics?.[metric] ?? '');
    return [step, epoch, event.split, loss, event.bitsPerCharacter, '', '', '', '', ...measured];
  }
  const { gradNorm, lr, charactersPerSecond, seconds } = event;
  const speed = [gradNorm, lr, charactersPerSecond, seconds];
  return [step, epoch, 'train', loss, loss / Math.LN2, ...speed, ...metrics.map(() => '')];
}

/** The log at `path` up to a step, with its header; undefined where there is none. */
export function logUpTo(path: string, step: number, disk: Disk = realDisk): string | undefined {
  if (!onDisk(path, () => disk.lstat(path))?.isFile()) return undefined;
  const [header, ...rows] = new TextDecoder().decode(onDisk(path, () => disk.readFile(path))).split('\n');
  const kept = rows.slice(0, -1).filter((row) => stepOf(row) <= step);
  return [header, ...kept].map((row) => `${row}\n`).join('');
}

/** The whole rows of the log up to a step, and the number of those after it. */
function divideRows(step: number, path: string, disk: Disk): { kept: string[]; dropped: number } {
  const stats = onDisk(path, () => disk.lstat(path));
  if (stats === undefined) return { kept: [], dropped: 0 };
  if (!stats.isFile() && !disk.stat(path)?.isFile()) throw diskError(notRegular(), path);
  const text = new TextDecoder().decode(onDisk(path, () => disk.readFile(path)));
  const rows = text.split('\n').slice(1, -1);
  const kept = rows.filter((row) => stepOf(row) <= step);
  return { kept, dropped: rows.length - kept.length };
}

function stepOf(row: string): number {
  return parseInt(row, 10);
}
