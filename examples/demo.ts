import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';

// `npm run demo`: two minutes of training on a novel, a sample, and the cell that knows about quotation marks.

const root = fileURLToPath(new URL('../../', import.meta.url));
const novel = 'corpora/moby-dick.txt';
const run = 'runs/demo';

const trained = existsSync(join(root, run, 'latest'));
if (trained) console.error(`${run} is trained already; remove it to train again\n`);
else show('train', novel, '--minutes', '2', '--out', run);
show('sample', run, '--prime', 'Call me', '-n', '400', '-t', '0.7');
show('inspect', run, novel, '--feature', 'double-quotes', '--limit', '100000');
show('inspect', run, novel, '--view', 'text', '--feature', 'double-quotes', '--limit', '1500');

/** Prints a command as one would type it, and runs it here. */
function show(...args: string[]): void {
  const typed = args.map((arg) => (arg.includes(' ') ? `"${arg}"` : arg)).join(' ');
  console.error(`\n$ char-rnn ${typed}`);
  const { status } = spawnSync(process.execPath, ['bin/char-rnn.js', ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) exit(status ?? 1);
}
