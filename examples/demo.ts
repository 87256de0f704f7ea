import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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
const search = ['inspect', run, novel, '--feature', 'double-quotes', '--limit', '100000'];
show(...search);
const cell = bestCell();
if (cell !== undefined) {
  console.error(
    `\n$ ... the first conversation of the novel | char-rnn inspect ${run} - --view text --cell ${cell}`,
  );
  const input = readFileSync(join(root, novel), 'utf8').slice(27_000, 28_000);
  spawnSync(process.execPath, ['bin/char-rnn.js', 'inspect', run, '-', '--view', 'text', '--cell', cell], {
    ...{ cwd: root, input, stdio: ['pipe', 'inherit', 'inherit'] },
  });
}

/** The cell that the search put first, whatever its verdict: the same search, read as JSON. */
function bestCell(): string | undefined {
  const { stdout } = spawnSync(process.execPath, ['bin/char-rnn.js', ...search, '--json', '-'], {
    ...{ cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 },
  });
  const report = JSON.parse(stdout) as { features: { cell?: string }[] };
  return report.features[0]?.cell;
}

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
