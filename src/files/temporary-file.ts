import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { nothingWritten, onDisk } from './disk.js';

/** A file without a name: it is gone when it is closed, and also when the process ends in any other way. */
export interface TemporaryFile {
  readonly fd: number;
  /** Appends all of `bytes`. */
  write(bytes: Uint8Array): void;
  close(): void;
}

/** Creates a temporary file on the disk of `directory`. Throws disk/*, also from write(). */
export function createTemporaryFile(directory: string): TemporaryFile {
  const fd = onDisk(directory, () => {
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

/** fs.writeSync may write less than it was asked to, without an error. */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    const count = writeSync(fd, bytes, done, bytes.length - done);
    if (count === 0) throw nothingWritten();
    done += count;
  }
}
