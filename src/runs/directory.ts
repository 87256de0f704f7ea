import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { userError } from '../core/errors.js';
import { quote } from '../core/quote.js';
import type { Json, Snapshot } from '../core/snapshot.js';
import { parseStrictJson } from '../formats/strict-json.js';
import { isTemporary, writeFileAtomic } from '../disk/atomic-write.js';
import { checkpointBytes } from './checkpoint.js';
import { disk as realDisk, diskError, notRegular, onDisk, type Disk } from '../disk/disk.js';
import type { Metric } from '../data/train-data.js';
import { openLog, type EventLog } from './log.js';
import type { Ending } from './config.js';
import { acquireLock, type Lock } from './lock.js';
import {
  BEST,
  CONFIG,
  COUNTS,
  LATEST,
  LOG,
  LOSS_PLOT,
  newestCheckpoint,
  stepFile,
  stepFiles,
  stepOf,
} from './files.js';
import { isMilestone } from '../train/options.js';

/** A run directory, locked for this process until it is closed. */
export interface RunDirectory {
  readonly path: string;
  /** What config.json holds. */
  readonly config: Json;
  /** The newest checkpoint, to resume from; undefined when the run was stopped before its first. */
  newest(): string | undefined;
  /** Opens the log (log.csv unless `path` is given), without the rows after step `after` when resuming. */
  openLog(options?: {
    path?: string | undefined;
    after?: number | undefined;
    metrics?: readonly Metric[] | undefined;
    /** Whether the file at `path` must not exist yet. */
    isNew?: boolean | undefined;
  }): EventLog;
  /**
   * Writes the checkpoint of `step` as the best model and/or as a step file, and returns its path. Before it, the
   * rows of the log reach the disk; after it, `latest` names it and all but the last `keep` step files and, where they
   * are kept, those of milestones (isMilestone) are removed.
   */
  save(snapshot: Snapshot, step: number, how: SaveOptions): Promise<string>;
  /** Writes into config.json how training ended. */
  end(ending: Ending): void;
  /** Writes the counts that belong to its checkpoints, and returns their path. */
  saveCounts(parts: readonly Uint8Array[]): string;
  close(): Promise<void>;
  /** Removes a run in which no step was taken and nothing was saved. */
  abandon(): Promise<void>;
}

interface SaveOptions {
  readonly best: boolean;
  readonly periodic: boolean;
  readonly keep: number;
  readonly milestones?: boolean | undefined;
}

/**
 * Makes `path` the directory of a new run. Throws run/exists when it holds one already, run/locked when another
 * process uses it, and disk/... when it cannot be created or written: all before any training.
 */
export function createRun(path: string, config: Json, disk: Disk = realDisk): RunDirectory {
  const isNew = onDisk(path, () => disk.lstat(path)) === undefined;
  onDisk(path, () => disk.mkdir(path));
  return locked(path, disk, (lock) => {
    if (holdsRun(path, disk)) throw userError('run/exists', { directory: path });
    refuseLinks(path, disk);
    writeFileAtomic(join(path, CONFIG), configText(config), {
      disk,
      links: 'refuse',
    });
    return openLocked({ path, config, isNew }, lock, disk);
  });
}

const configText = (config: Json): string => `${JSON.stringify(config, null, 2)}\n`;

/** Throws run/exists when `path` holds a run, before anything is read or written for a new one. */
export function refuseExistingRun(path: string, disk: Disk = realDisk): void {
  const there = onDisk(path, () => disk.stat(path)?.isDirectory() && holdsRun(path, disk));
  if (there) throw userError('run/exists', { directory: path });
}

/** Opens the directory of an earlier run, to continue it. Throws run/none, run/config, run/locked, disk/... */
export function openRun(path: string, disk: Disk = realDisk): RunDirectory {
  const file = join(path, CONFIG);
  if (!onDisk(path, () => disk.stat(file)?.isFile())) throw userError('run/none', { directory: path });
  return locked(path, disk, (lock) => {
    refuseLinks(path, disk);
    sweep(path, disk);
    return openLocked({ path, config: readConfig(file, disk), isNew: false }, lock, disk);
  });
}

function locked(path: string, disk: Disk, open: (lock: Lock) => RunDirectory): RunDirectory {
  const lock = acquireLock(path, disk);
  try {
    return onDisk(path, () => open(lock));
  } catch (error) {
    lock.release();
    throw error;
  }
}

function holdsRun(path: string, disk: Disk): boolean {
  const names = new Set(disk.readdir(path));
  return names.has(CONFIG) || names.has(BEST) || names.has(LATEST) || stepFiles(path, disk).length > 0;
}

function readConfig(file: string, disk: Disk): Json {
  try {
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(disk.readFile(file)));
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error;
    throw userError('run/config', { file, why: quote((error as Error).message) }, error);
  }
}

/** The files of a run are regular ones: a link may lead to an unrelated file, and a FIFO may have no reader. */
function refuseLinks(path: string, disk: Disk): void {
  for (const name of disk.readdir(path)) {
    const isOurs = [CONFIG, LOG, LOSS_PLOT, LATEST].includes(name) || name.endsWith('.safetensors');
    const stats = isOurs ? disk.lstat(join(path, name)) : undefined;
    if (stats && !stats.isFile())
      throw diskError(notRegular(stats.isSymbolicLink() ? 'ELINK' : undefined), join(path, name));
  }
}

/** Removes the temporary files of a process that was killed while it wrote. */
function sweep(path: string, disk: Disk): void {
  for (const name of disk.readdir(path)) if (isTemporary(name)) disk.unlink(join(path, name));
}

interface Opening {
  readonly path: string;
  readonly config: Json;
  readonly isNew: boolean;
}

function openLocked({ path, config, isNew }: Opening, lock: Lock, disk: Disk): RunDirectory {
  let log: EventLog | undefined;
  let created: string | undefined;
  const write = (name: string, content: string | Uint8Array | readonly Uint8Array[]) => {
    onDisk(path, () => lock.check());
    writeFileAtomic(join(path, name), content, { disk, links: 'replace' });
  };
  return {
    path,
    config,
    newest: () => onDisk(path, () => newestCheckpoint(path, disk)),
    openLog({ path: file = join(path, LOG), after, metrics = [], isNew = false } = {}) {
      const links = file === join(path, LOG) ? 'refuse' : 'follow';
      log = openLog(file, after, { disk, links, metrics, isNew });
      if (isNew) created = file;
      return log;
    },
    async save(snapshot, step, { best, periodic, keep, milestones = false }) {
      // a log that cannot be written must not keep the weights from being saved; its error is reported afterwards
      const lost = await log?.sync().catch((error: unknown) => ({ error }));
      const name = periodic ? stepFile(step) : BEST;
      const bytes = checkpointBytes(snapshot, join(path, name));
      if (best) write(BEST, bytes);
      if (periodic) {
        write(name, bytes);
        write(LATEST, `${name}\n`);
        prune(path, Math.max(1, keep), milestones, disk);
      }
      if (lost) throw lost.error;
      return join(path, name);
    },
    end(ended) {
      write(CONFIG, configText({ ...(config as object), ended: { ...ended } }));
    },
    saveCounts(parts) {
      write(COUNTS, parts);
      return join(path, COUNTS);
    },
    async close() {
      try {
        await log?.close();
      } finally {
        lock.release();
      }
    },
    async abandon() {
      await log?.close();
      log = undefined;
      const files = [join(path, CONFIG), join(path, LOG), ...(created === undefined ? [] : [created])];
      for (const file of files) if (disk.lstat(file)) disk.unlink(file);
      // the lock goes with the directory, unless files were added to it meanwhile
      if (isNew && disk.readdir(path).every((name) => name.startsWith('.lock.'))) {
        rmSync(path, { recursive: true });
      }
    },
  };
}

function prune(path: string, keep: number, milestones: boolean, disk: Disk): void {
  onDisk(path, () => {
    const older = stepFiles(path, disk).slice(0, -keep);
    const removed = milestones ? older.filter((name) => !isMilestone(stepOf(name))) : older;
    for (const name of removed) disk.unlink(join(path, name));
  });
}
