import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { userError } from '../core/errors.js';
import { shellWord } from '../core/quote.js';
import { disk, onDisk } from '../disk/disk.js';
import { findModel, readCheckpoint } from '../runs/checkpoint.js';
import { whatIsRead } from '../tasks/reads.js';
import { bestCheckpoint, CONFIG, newestCheckpoint } from '../runs/files.js';

export { readPage } from '../disk/page.js';

/** The checkpoint that the page receives: a file or, for a run directory, the newest one. */
export interface ServedModel {
  /** Its version; null as long as a run has saved none. */
  tag(): Promise<string | null>;
  /** Its name and bytes; null if it has been removed since. */
  read(): Promise<{ readonly tag: string; readonly name: string; readonly bytes: Buffer } | null>;
}

/**
 * Checks the model at `path`, so that anything but a checkpoint is refused here and not in the page. A run without a
 * checkpoint is served as soon as it has one.
 */
export function openServedModel(path: string): ServedModel {
  const isRun = onDisk(path, () => disk.stat(path)?.isDirectory() && disk.stat(join(path, CONFIG))?.isFile());
  if (!isRun || newest(path) !== undefined) checkModel(path);
  const file = (): string | undefined => (isRun ? newest(path) : findModel(path));
  async function tagOf(name: string | undefined): Promise<string | null> {
    if (name === undefined) return null;
    const { size, mtimeMs } = await stat(name);
    return `"${size}-${Math.round(mtimeMs)}"`;
  }
  return {
    tag: () => orNull(() => tagOf(file())),
    read: () =>
      orNull(async () => {
        const name = file();
        const tag = await tagOf(name);
        if (name === undefined || tag === null) return null;
        return { tag, name: basename(name), bytes: await readFile(name) };
      }),
  };
}

const newest = (run: string): string | undefined =>
  onDisk(run, () => newestCheckpoint(run, disk) ?? bestCheckpoint(run, disk));

/** What is named after the model of such data. */
const inputs = {
  'the rows of a table': 'TABLE',
  'clips or images': 'CLIPS.npz',
  series: 'SERIES.csv',
} as const;

/** Throws for anything but a checkpoint, and page/model for a network that reads no texts. */
function checkModel(path: string): void {
  const file = newestOr(path);
  const what = whatIsRead(readCheckpoint(file));
  if (what === 'texts') return;
  const input = inputs[what];
  throw userError('page/model', {
    file,
    what,
    command: `char-rnn inspect ${shellWord(path)} ${input} --html FILE`,
  });
}

function newestOr(path: string): string {
  const isDirectory = onDisk(path, () => disk.stat(path)?.isDirectory());
  return (isDirectory ? newest(path) : undefined) ?? findModel(path);
}

/** A run removes its older checkpoints meanwhile: then the newest one is read again. */
async function orNull<T>(read: () => Promise<T | null>): Promise<T | null> {
  try {
    return await read();
  } catch {
    return null;
  }
}
