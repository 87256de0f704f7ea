import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { userError } from '../../core/errors.js';
import { findModel, readCheckpoint } from '../../files/checkpoint.js';
import { disk, onDisk } from '../../files/disk.js';
import { bestCheckpoint, CONFIG, newestCheckpoint } from '../../files/run-files.js';

/** The checkpoint that the page is given: a file or, of a run directory, the newest at each time. */
export interface ServedModel {
  /** Its version; null as long as a run has saved none. */
  tag(): Promise<string | null>;
  /** Its name and bytes; null where it has gone since. */
  read(): Promise<{ readonly tag: string; readonly name: string; readonly bytes: Buffer } | null>;
}

/**
 * Checks the model at `path`, so that what is no checkpoint is refused here and not in the page. A run that has saved no
 * checkpoint yet is waited for.
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

/** Throws for what is no checkpoint, and for the network of a task. */
function checkModel(path: string): void {
  const file = newestOr(path);
  const { task, labels, model } = readCheckpoint(file);
  if (task === undefined && labels === undefined && model.images === undefined) return;
  const why = 'the page works with language models';
  throw userError('checkpoint/field', { file, field: task ? 'task' : 'labels', why });
}

function newestOr(path: string): string {
  const isDirectory = onDisk(path, () => disk.stat(path)?.isDirectory());
  return (isDirectory ? newest(path) : undefined) ?? findModel(path);
}

/** A run removes its older checkpoints while it is watched: what has gone is asked for again. */
async function orNull<T>(read: () => Promise<T | null>): Promise<T | null> {
  try {
    return await read();
  } catch {
    return null;
  }
}
