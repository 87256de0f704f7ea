import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { disk as realDisk, nothingWritten, notRegular, onDisk, type Disk } from './disk.js';

type Content = string | Uint8Array | Iterable<string | Uint8Array>;

/** Bytes of one call: the system takes less than 2 GiB. */
const MAX_PIECE = 2 ** 30;

const TEMPORARY = /^\..+\.[0-9a-f-]{36}\.tmp$/;

/** A file that is being written under a temporary name. */
interface AtomicFile {
  write(content: string | Uint8Array): void;
  /** Moves the complete file to its final name. */
  commit(): void;
  /** Removes what was written and leaves the old file in place. Does nothing after commit. */
  discard(): void;
}

export interface AtomicOptions {
  readonly disk?: Disk | undefined;
  /**
   * `follow` (the default): a link at `path` stays, and its target is replaced. In directories that others may write
   * to a link is never followed: `refuse` makes it an error, `replace` replaces the link.
   */
  readonly links?: 'follow' | 'refuse' | 'replace' | undefined;
}

/**
 * Opens a file so that, whatever happens, its name refers to the whole old content or the whole new one: a temporary
 * file beside it; at commit every byte written, fsync, rename, fsync of the directory. Failures are UserErrors
 * (disk/..., exit code 5) and leave no temporary file; nor does a process that exits normally. A target that is not a
 * regular file (a directory, a device, a FIFO) is refused.
 */
export function openAtomic(
  path: string,
  { disk = realDisk, links = 'follow' }: AtomicOptions = {},
): AtomicFile {
  const target = onDisk(path, () => resolveTarget(path, links, disk));
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  let fd: number | undefined = onDisk(path, () => disk.open(temporary, 'wx'));
  let open = true;

  function end(): void {
    open = false;
    process.off('exit', discard);
  }
  function closeFile(): void {
    const closing = fd!;
    fd = undefined;
    disk.close(closing);
  }
  function discard(): void {
    if (!open) return;
    end();
    quietly(() => fd !== undefined && closeFile());
    quietly(() => disk.unlink(temporary));
  }
  /** The first error is the one to report; leftover files are removed when the run is next opened. */
  function orDiscard(action: () => void): void {
    try {
      onDisk(path, action);
    } catch (error) {
      discard();
      throw error;
    }
  }
  process.once('exit', discard);
  return {
    write: (content) => orDiscard(() => writeFully(fd!, content, disk)),
    commit() {
      orDiscard(() => {
        disk.fsync(fd!);
        closeFile();
        disk.rename(temporary, target);
      });
      end();
      onDisk(path, () => syncDirectory(dirname(target), disk));
    },
    discard,
  };
}

/** Writes a whole file with openAtomic. */
export function writeFileAtomic(path: string, content: Content, options: AtomicOptions = {}): void {
  const file = openAtomic(path, options);
  try {
    const chunks = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
    for (const chunk of chunks) file.write(chunk);
    file.commit();
  } finally {
    file.discard();
  }
}

/** Whether a file name is one of writeFileAtomic's temporary ones, left by a process that was killed. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

/** Writes all of `content` to an open file: a write may accept fewer bytes than it is given, without an error. */
export function writeFully(fd: number, content: string | Uint8Array, disk: Disk): void {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  for (let done = 0; done < bytes.length;) {
    const taken = disk.write(fd, bytes, done, Math.min(bytes.length - done, MAX_PIECE));
    if (taken === 0) throw nothingWritten();
    done += taken;
  }
}

/** Creates a file that must not exist yet, and returns when its bytes are on the disk. */
export function writeDurably(path: string, content: Content, disk: Disk): void {
  const chunks = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
  const fd = disk.open(path, 'wx');
  try {
    for (const chunk of chunks) writeFully(fd, chunk, disk);
    disk.fsync(fd);
  } finally {
    disk.close(fd);
  }
}

/** Makes a rename in `directory` survive a power failure. Windows has no such call and needs none. */
function syncDirectory(directory: string, disk: Disk): void {
  if (process.platform === 'win32') return;
  const fd = disk.open(directory, 'r');
  try {
    disk.fsync(fd);
  } finally {
    disk.close(fd);
  }
}

function resolveTarget(path: string, links: AtomicOptions['links'], disk: Disk): string {
  const stats = disk.lstat(path);
  if (links === 'refuse' && stats?.isSymbolicLink()) {
    throw notRegular('ELINK');
  }
  const isFree = stats === undefined || (links === 'replace' && !stats.isDirectory());
  if (isFree) return join(disk.realpath(dirname(path)), basename(path));
  const target = disk.realpath(path);
  if (stats.isFile() || disk.stat(target)?.isFile()) return target;
  throw notRegular(stats.isDirectory() ? 'EISDIR' : 'ENOTFILE');
}

function quietly(action: () => unknown): void {
  try {
    action();
  } catch {
    // ignored: the first error is reported
  }
}
