import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { problem } from '../core/errors.js';

/** A file without a name: it is gone when it is closed, and also when the process ends in any other way. */
export interface TemporaryFile {
  readonly fd: number;
  /** Appends all of `bytes`. */
  write(bytes: Uint8Array): void;
  close(): void;
}

/** Creates a temporary file on the disk of `directory`. Throws the problem disk/temporary, also from write(). */
export function createTemporaryFile(directory: string): TemporaryFile {
  const guard = <Result>(action: () => Result): Result => {
    try {
      return action();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      throw problem('disk/temporary', { directory, code }, error);
    }
  };
  const fd = guard(() => {
    const path = join(directory, `.char-rnn-${randomUUID()}.tmp`);
    const opened = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return opened;
  });
  return {
    fd,
    write: (bytes) => guard(() => writeAll(fd, bytes)),
    close: () => closeSync(fd),
  };
}

/** fs.writeSync may write less than it was asked to, without an error. */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(fd, bytes, done, bytes.length - done);
  }
}
