import { closeSync, constants, openSync, unlinkSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { nothingWritten, onDisk } from './disk.js';

/** A file without a name: it disappears when it is closed, or when the process ends in any way. */
export interface TemporaryFile {
  readonly fd: number;
  /** Appends all of `bytes`. */
  write(bytes: Uint8Array): void;
  close(): void;
}

/** Creates a temporary file on the disk of `directory`. Throws disk/*, also from write(). */
export function createTemporaryFile(directory: string): TemporaryFile {
  const fd = onDisk(directory, () => {
    const nameless = openNameless(directory);
    if (nameless !== undefined) return nameless;
    const path = join(directory, `.char-rnn-${randomUUID()}.tmp`);
    const opened = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return opened;
  });
  return {
    fd,
    write: (bytes) => onDisk(directory, () => writeAll(fd, bytes)),
    close: () => closeSync(fd),
  };
}

/** Linux can open a file that never has a name, so that no crash can leave one. */
const O_TMPFILE = 0o20000000 | constants.O_DIRECTORY;

function openNameless(directory: string): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return openSync(directory, O_TMPFILE | constants.O_RDWR, 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // not every file system supports it
    if (code === 'EOPNOTSUPP' || code === 'EISDIR' || code === 'ENOENT' || code === 'EINVAL')
      return undefined;
    throw error;
  }
}

/** fs.writeSync may write fewer bytes than requested, without an error. */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    const count = writeSync(fd, bytes, done, bytes.length - done);
    if (count === 0) throw nothingWritten();
    done += count;
  }
}
