import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Thousands of files are made and thrown away: in memory, where there is such a place. */
export const temporaryBase = hasRoom('/dev/shm') ? '/dev/shm' : tmpdir();

/** Whether there are two gigabytes, which a container may not have there. */
function hasRoom(path: string): boolean {
  if (!existsSync(path)) return false;
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize > 2 ** 31;
}

/** Calls `action` with a new empty directory, and removes it afterwards. */
export async function inTemporaryDirectory<T>(action: (directory: string) => T | Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(temporaryBase, 'char-rnn-test-'));
  try {
    return await action(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
