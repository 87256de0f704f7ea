import type { Disk } from '../../src/disk/disk.js';

export type Fault = 'ENOSPC' | 'EIO' | 'EACCES' | 'EMFILE' | 'short write';
export const faults: readonly Fault[] = ['ENOSPC', 'EIO', 'EACCES', 'EMFILE', 'short write'];

/**
 * A disk that keeps a list of its calls, `name path`. `strike` is asked ahead of each and may throw; when it
 * returns true for a write, that write takes only a part.
 */
export function recordingDisk(real: Disk, strike: (call: string, index: number) => boolean = () => false) {
  const calls: string[] = [];
  const paths = new Map<number, string>();
  const note = (name: keyof Disk, path: string): boolean => {
    calls.push(`${name} ${path}`);
    return strike(name, calls.length - 1);
  };
  const disk: Disk = {
    open(path, flags) {
      note('open', path);
      const fd = real.open(path, flags);
      paths.set(fd, path);
      return fd;
    },
    write(fd, bytes, offset, length) {
      const short = note('write', paths.get(fd)!);
      return real.write(fd, bytes, offset, short ? Math.ceil(length / 2) : length);
    },
    // no wait for the disk itself: what is tried is the order of calls, thousands of times
    fsync: (fd) => void note('fsync', paths.get(fd)!),
    close(fd) {
      // a close that fails has closed, as the system's has
      real.close(fd);
      note('close', paths.get(fd)!);
    },
    rename: (from, to) => (note('rename', `${from} ${to}`), real.rename(from, to)),
    link: (existing, path) => (note('link', path), real.link(existing, path)),
    unlink: (path) => (note('unlink', path), real.unlink(path)),
    truncate: (path, length) => (note('truncate', path), real.truncate(path, length)),
    mkdir: (path) => (note('mkdir', path), real.mkdir(path)),
    readdir: (path) => (note('readdir', path), real.readdir(path)),
    readFile: (path) => (note('readFile', path), real.readFile(path)),
    stat: (path) => (note('stat', path), real.stat(path)),
    lstat: (path) => (note('lstat', path), real.lstat(path)),
    realpath: (path) => (note('realpath', path), real.realpath(path)),
  };
  return { disk, calls };
}

/** A disk whose k-th call (from 0) fails with `fault`, once or from then on. */
export function faultyDisk(real: Disk, k: number, fault: Fault, fromThenOn: boolean): Disk {
  return recordingDisk(real, (call, index) => {
    if (fromThenOn ? index < k : index !== k) return false;
    if (fault === 'short write') return true;
    throw Object.assign(new Error(`${fault}: injected`), { code: fault, syscall: call });
  }).disk;
}
