import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { disk as realDisk, nothingWritten, onDisk, type Disk } from './disk.js';

export type Content = string | Uint8Array | Iterable<string | Uint8Array>;

const TEMPORARY = /^\..+\.[0-9a-f-]{36}\.tmp$/;

/**
 * Writes a file so that, whatever happens, its name stands for the whole old content or the whole new one:
 * a temporary file beside it, every byte written, fsync, rename, fsync of the directory. When that fails, the
 * temporary file is removed and a UserError (disk/..., exit code 5) thrown. A link is followed, not replaced;
 * a target that is no regular file (a directory, a device, a FIFO) is refused.
 */
export function writeFileAtomic(path: string, content: Content, disk: Disk = realDisk): void {
  onDisk(path, () => {
    const target = resolveTarget(path, disk);
    const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
    try {
      writeDurably(temporary, content, disk);
      disk.rename(temporary, target);
    } catch (error) {
      discard(temporary, disk);
      throw error;
    }
    syncDirectory(dirname(target), disk);
  });
}

/** Whether a file name is one of writeFileAtomic's temporary ones, left by a process that was killed. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

/** Writes all of `content` to an open file: a write may take less than it is given, without an error. */
export function writeFully(fd: number, content: string | Uint8Array, disk: Disk): void {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  for (let done = 0; done < bytes.length;) {
    const taken = disk.write(fd, bytes, done, bytes.length - done);
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

/** Makes a rename in `directory` last through a loss of power. Windows has no such call and needs none. */
export function syncDirectory(directory: string, disk: Disk): void {
  if (process.platform === 'win32') return;
  const fd = disk.open(directory, 'r');
  try {
    disk.fsync(fd);
  } finally {
    disk.close(fd);
  }
}

function resolveTarget(path: string, disk: Disk): string {
  const stats = disk.lstat(path);
  if (stats === undefined) return join(disk.realpath(dirname(path)), basename(path));
  const target = disk.realpath(path);
  if (stats.isFile() || disk.stat(target)?.isFile()) return target;
  const code = stats.isDirectory() ? 'EISDIR' : 'ENOTFILE';
  throw Object.assign(new Error(`${code}: not a regular file`), { code, syscall: 'open' });
}

/** Removes what is left of a failed attempt; there is nothing more to do if that fails too. */
function discard(path: string, disk: Disk): void {
  try {
    disk.unlink(path);
  } catch {
    // the first error is the one to report; a left-over is swept when the run is next opened
  }
}
