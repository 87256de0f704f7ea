/**
 * `char-rnn` as in bin/, but with the sources that its first argument names: train from the bundle of them where nothing is
 * changed in them, as users start it. Asked by SAY_LISTENING, it writes a line
 * to stderr once signals are heard and before the rest is loaded; asked by TELL_SECONDS and TELL_MEMORY, it writes there
 * at its end the seconds it computed and the largest memory it took, in kilobytes.
 */
import { existsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type * as mainModule from '../../../src/cli/main.js';
import type * as signalsModule from '../../../src/cli/terminal/signals.js';
import { load, sources } from '../tree.js';

const [tree, ...args] = process.argv.slice(2);
const bundle = 'bundle/train.js';
if (
  args[0] === 'train' &&
  tree === sources &&
  existsSync(join(tree, bundle)) &&
  !process.env['SAY_LISTENING']
) {
  process.argv = ['node', 'char-rnn', ...args];
  await load(tree, bundle);
} else {
  const { listenForSignals } = await load<typeof signalsModule>(tree!, 'cli/terminal/signals.js');
  listenForSignals();
  if (process.env['SAY_LISTENING']) writeSync(2, 'listening\n');
  const { main } = await load<typeof mainModule>(tree!, 'cli/main.js');
  process.exitCode = await main(['node', 'char-rnn', ...args]);
}
if (process.env['TELL_SECONDS']) {
  const { user, system } = process.cpuUsage();
  process.stderr.write(`${(user + system) / 1e6}\n`);
}
if (process.env['TELL_MEMORY']) process.stderr.write(`${process.resourceUsage().maxRSS}\n`);
