import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { acquireLock as Acquire, Lock } from '../../src/runs/lock.js';
import { disk, type Disk } from '../../src/disk/disk.js';
import { expectThat, isUserError } from './assert.js';

/**
 * Lets one process take the lock of an empty `directory` and, before its k-th file-system call, another act; and a third
 * before the j-th call of that one. Throws when two have the lock, or when the end leaves a file. Returns how many k there are.
 * A ticket of a dead process lies there, so that processes that have seen it count from another number than later ones.
 */
export function interleave(acquire: typeof Acquire, directory: string, k: number, j: number): number {
  const locks = new Set<Lock>();
  const take = (calls?: Disk): void => {
    try {
      locks.add(acquire(directory, calls, 0));
    } catch (error) {
      if (!isUserError(error) || error.code !== 'run/locked') throw error;
    }
    expectThat(locks.size <= 1, `two have the lock: another came before call ${k}, a third before ${j}`);
  };
  const releaseAll = (): void => {
    for (const lock of locks) lock.release();
    locks.clear();
  };
  const takeTwice = (): void => {
    releaseAll();
    take();
    releaseAll();
    take();
  };
  const second = (): void => {
    takeTwice();
    releaseAll();
    take(before(j, takeTwice).disk);
  };
  writeFileSync(join(directory, '.lock.3'), '');
  const first = before(k, second);
  take(first.disk);
  if (locks.size === 0) take();
  expectThat(locks.size === 1, 'no process can have the lock');
  releaseAll();
  const left = disk.readdir(directory);
  expectThat(left.length === 0, `left behind: ${left.join(', ')}`);
  return first.count();
}

/** The disk of this machine; `action` strikes before call number `k`. */
function before(k: number, action: () => void): { disk: Disk; count: () => number } {
  let calls = 0;
  const handler: ProxyHandler<Disk> = {
    get: (target, name: keyof Disk) => {
      if (calls++ === k) action();
      return name === 'fsync' ? () => undefined : target[name];
    },
  };
  return { disk: new Proxy(disk, handler), count: () => calls };
}
