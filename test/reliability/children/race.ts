/**
 * A process that, each time it is told a directory and a moment, waits for that moment and tries to lock the
 * directory; it answers with 0, or with the exit code of the refusal. On a null directory it releases its locks.
 */
import type * as lockModule from '../../../src/runs/lock.js';
import { exitCodeOfError } from '../../../src/core/wording/index.js';
import { isUserError } from '../assert.js';
import { load } from '../tree.js';

const { acquireLock } = await load<typeof lockModule>(process.argv[2]!, 'runs/lock.js');
let held: lockModule.Lock[] = [];

process.on('message', ({ directory, at }: { directory: string | null; at: number }) => {
  if (directory === null) {
    for (const lock of held) lock.release();
    held = [];
    process.send!('released');
    return;
  }
  while (Date.now() < at);
  try {
    held.push(acquireLock(directory));
    process.send!(0);
  } catch (error) {
    process.send!(isUserError(error) ? exitCodeOfError(error.code) : 1);
  }
});
process.send!('ready');
