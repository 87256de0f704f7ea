import * as fs from 'node:fs';
import { userError, type UserError } from '../core/errors.js';

/**
 * The file-system calls that this program writes with: a record, passed in, so that tests can make any one of them
 * fail. They are synchronous: a checkpoint is written completely between two steps.
 */
export interface Disk {
  open(path: string, flags: string | number): number;
  write(fd: number, bytes: Uint8Array, offset: number, length: number): number;
  fsync(fd: number): void;
  close(fd: number): void;
  rename(from: string, to: string): void;
  link(existing: string, path: string): void;
  unlink(path: string): void;
  truncate(path: string, length: number): void;
  mkdir(path: string): void;
  readdir(path: string): string[];
  readFile(path: string): Uint8Array;
  /** Follows links; undefined where there is nothing. */
  stat(path: string): fs.Stats | undefined;
  /** The same, for a link itself. */
  lstat(path: string): fs.Stats | undefined;
  /** The path with all links resolved. */
  realpath(path: string): string;
}

/** The disk of this machine. */
export const disk: Disk = {
  open: (path, flags) => fs.openSync(path, flags),
  write: (fd, bytes, offset, length) => fs.writeSync(fd, bytes, offset, length),
  fsync: (fd) => fs.fsyncSync(fd),
  close: (fd) => fs.closeSync(fd),
  rename: (from, to) => fs.renameSync(from, to),
  link: (existing, path) => fs.linkSync(existing, path),
  unlink: (path) => fs.unlinkSync(path),
  truncate: (path, length) => fs.truncateSync(path, length),
  mkdir: (path) => void fs.mkdirSync(path, { recursive: true }),
  readdir: (path) => fs.readdirSync(path),
  readFile: (path) => fs.readFileSync(path),
  stat: (path) => fs.statSync(path, { throwIfNoEntry: false }),
  lstat: (path) => fs.lstatSync(path, { throwIfNoEntry: false }),
  realpath: (path) => fs.realpathSync(path),
};

const places: Record<string, string> = {
  ENOENT: 'there is no such place (a missing directory, or a link that leads nowhere)',
  ENOTDIR: 'a file stands where a directory is needed',
  EEXIST: 'a file stands where a directory is needed',
  EISDIR: 'a directory stands where a file is needed',
  ENOTFILE: 'it is not a regular file',
  ELOOP: 'it is a link that may not be followed, or one that leads in a circle',
  ELINK: 'it is a link, which is not followed here',
  ENXIO: 'it is a FIFO without a reader',
  ENAMETOOLONG: 'the name is too long',
};

/** The UserError for a failed file-system call. */
export function diskError(error: unknown, file: string): UserError {
  const { code = 'unknown error', syscall: call = 'the file system' } = error as NodeJS.ErrnoException;
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return userError('disk/full', { file, call }, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return userError('disk/denied', { file, call, code }, error);
  }
  const why = Object.hasOwn(places, code) ? places[code] : undefined;
  if (why !== undefined) return userError('disk/place', { file, call, why }, error);
  return userError('disk/failed', { file, call, code }, error);
}

/** Runs `action`; an error of the file system becomes a UserError about `file`, other errors pass. */
export function onDisk<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw diskError(error, file);
    throw error;
  }
}

/** The error for a path that is a directory, a device or a FIFO. */
export function notRegular(code = 'ENOTFILE'): Error {
  return Object.assign(new Error(`${code}: not a regular file`), { code, syscall: 'open' });
}

/** The error for a write that accepted nothing without an error, as on a full disk. */
export function nothingWritten(): Error {
  return Object.assign(new Error('ENOSPC: a write took no bytes'), { code: 'ENOSPC', syscall: 'write' });
}
