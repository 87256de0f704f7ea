/**
 * A process that saves a small checkpoint, then ever larger ones, of a text and of clips in turn, in the run directory that its second argument
 * names, with the sources that its first argument names; it ends with the exit code of the first failure.
 */
import type * as runModule from '../../../src/runs/directory.js';
import { clipSnapshot } from '../../helpers/clip-snapshots.js';
import { smallSnapshot } from '../../helpers/snapshots.js';
import { exitCodeOfError } from '../../../src/core/wording/index.js';
import { isUserError } from '../assert.js';
import { load } from '../tree.js';

const [tree, path] = process.argv.slice(2) as [string, string];
const { createRun } = await load<typeof runModule>(tree, 'runs/directory.js');
try {
  const run = createRun(path, {});
  for (const [step, hidden] of [2, 20, 40, 60, 80].entries()) {
    const snapshot = step % 2 ? clipSnapshot('conv', { hidden }) : smallSnapshot({ hidden });
    await run.save(snapshot, step, { best: false, periodic: true, keep: 1 });
  }
  await run.close();
} catch (error) {
  console.error(error);
  process.exitCode = isUserError(error) ? exitCodeOfError(error.code) : 1;
}
