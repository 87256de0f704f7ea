import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Thousands of files are made and thrown away: in memory, where there is such a place. */
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Calls `action` with a new empty directory, and removes it afterwards. */
export async function inTemporaryDirectory<T>(action: (directory: string) => T | Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(base, 'char-rnn-test-'));
  try {
    return await action(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
