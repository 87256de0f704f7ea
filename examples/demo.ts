import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { passage } from './passage.js';

// `npm run demo`: two minutes of training on code, a sample, and a cell that the network learned: found, shown in color,
// ablated and steered. `npm run demo -- --seed 2 --out runs/demo-2` trains another network.

const root = fileURLToPath(new URL('../../', import.meta.url));
const code = 'corpora/typescript.txt';
const options = new Map(
  argv.slice(2).flatMap((word, i, all) => (word.startsWith('--') ? [[word, all[i + 1]!]] : [])),
);
const run = options.get('--out') ?? 'runs/demo';

if (existsSync(join(root, run, 'latest'))) say(`${run} is trained already; remove it to train again`);
else
  await show([
    'train',
    code,
    '--preset',
    'default',
    '--minutes',
    '2',
    '--seed',
    options.get('--seed') ?? '1',
    '--out',
    run,
  ]);

say('What it writes:');
await show(['sample', run, '-n', '400', '-t', '0.7']);

say('Which cell tracks which feature of the code, on text that the search did not see:');
const table = await show(['inspect', run, code, '--limit', '150000']);
const found = bestOf(table);
if (found === undefined) {
  say(
    'After so few steps no cell tracks a feature; longer training finds more (docs/interpretable-cells.md).',
  );
  exit(0);
}

say(`The cell ${found.cell} tracks ${found.feature}. A passage of the code, colored by it:`);
await show(
  ['inspect', run, '-', '--view', 'text', '--cell', found.cell],
  passage(found.feature, readFileSync(join(root, code), 'utf8')),
);

say('What the network loses without it, at the places where the feature ends and elsewhere:');
const ablation = ['--view', 'ablation', '--cell', found.cell, '--feature', found.feature];
await show(['inspect', run, code, ...ablation, '--limit', '40000']);

const clamp = (side: 1 | -1): string =>
  `${found.cell}=${side * found.sign * (found.cell.endsWith('c') ? 2 : 1)}`;
say(`What it writes with ${found.cell} clamped where ${found.feature} is on, then where it is off:`);
await show(['sample', run, '-n', '240', '-t', '0.7', '--clamp', clamp(1)]);
await show(['sample', run, '-n', '240', '-t', '0.7', '--clamp', clamp(-1)]);

/**
 * The first line of the table, if its verdict is that the cell tracks the feature. ↓: the cell is low where it is on.
 */
function bestOf(text: string): { feature: string; cell: string; sign: 1 | -1 } | undefined {
  const plain = text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g'), '');
  const line = plain.split('\n').find((row) => / tracks\s*$/.test(row));
  const [, feature, cell, low] = /^(\S+) +(\d+:\d+:\w+) +(↓?)/.exec(line ?? '') ?? [];
  return feature && cell ? { feature, cell, sign: low ? -1 : 1 } : undefined;
}

function say(line: string): void {
  console.error(`\n${line}`);
}

/** Prints a command as one would type it, runs it here, and returns what it wrote to stdout. */
async function show(args: readonly string[], input = ''): Promise<string> {
  console.error(`\n$ char-rnn ${args.join(' ')}`);
  const child = spawn(
    process.execPath,
    ['bin/char-rnn.js', ...args, '--color', stdout.isTTY ? 'always' : 'never'],
    {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  child.stdin.end(input);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    stdout.write(piece);
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (status !== 0) exit(status ?? 1);
  return text;
}
