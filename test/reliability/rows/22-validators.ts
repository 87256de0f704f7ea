import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTally, turnsRed, type Mutant, type Row, type RunOptions } from '../row.js';
import { expectThat } from '../assert.js';
import { sources, withCopy, withMutant } from '../tree.js';
import { failingCalls } from './03-failing-calls.js';
import { flippedBits } from './06-flipped-bits.js';
import { wrongLength } from './07-wrong-length.js';
import { hostileHeaders } from './08-hostile-headers.js';
import { locks } from './17-locks.js';
import { misuse } from './21-misuse.js';
import { owners } from './30-owners.js';

/** Files that say no, and the rows that must notice when they no longer do. */
const validators: readonly { file: string; rows: readonly Row[] }[] = [
  { file: 'formats/safetensors/header.js', rows: [wrongLength, hostileHeaders] },
  { file: 'formats/strict-json.js', rows: [hostileHeaders] },
  { file: 'formats/checkpoint/checkpoint.js', rows: [wrongLength, hostileHeaders, flippedBits] },
  { file: 'cli/options/parse.js', rows: [misuse] },
  { file: 'runs/lock.js', rows: [locks, owners] },
  { file: 'disk/disk.js', rows: [failingCalls] },
];

/** An `if` as the compiler writes it; it is a guard when the next line throws. */
const IF = /^( *)if \((.*)\)( \{)?$/;

/** One mutant for each guard of a file: `if (x)` becomes `if (!(x))`. */
function invertedGuards(file: string): Mutant[] {
  const lines = readFileSync(join(sources, file), 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    const match = IF.exec(line);
    if (match === null || !lines[at + 1]?.includes('throw ')) return [];
    // with its neighbors, so that it is found even when another line is the same
    const from = lines.slice(at, at + 3).join('\n');
    const to = from.replace(line, () => `${match[1]}if (!(${match[2]}))${match[3] ?? ''}`);
    return [{ name: `${file}:${at + 1}: ${line.trim()}`, file, from, to }];
  });
}

/** Whether a row turns red. One that fails as a whole has noticed only where what threw is the code that is broken. */
async function notices(row: Row, tree: string, options: RunOptions): Promise<boolean> {
  try {
    return await turnsRed(row, tree, { ...options, cases: row.cases.small });
  } catch (error) {
    if ((error as Error).stack?.includes(tree)) return true;
    throw error;
  }
}

export const invertedValidators: Row = {
  number: 22,
  fault: 'control: the `if` of a validator is inverted, and another row must turn red',
  control: true,
  // mutants, spread over all there are
  cases: { small: 6, large: Infinity },
  async run(_tree, options) {
    const tally = createTally(options);
    await withCopy(async (tree) => {
      for (const row of new Set(validators.flatMap(({ rows }) => rows)))
        await tally.check(`nothing is broken, row ${row.number}`, async () => {
          expectThat(!(await notices(row, tree, options)), 'it is red without the mutation');
        });
    });
    const all = validators.flatMap(({ file, rows }) =>
      invertedGuards(file).map((mutant) => ({ mutant, rows })),
    );
    const stride = Math.max(1, Math.ceil(all.length / options.cases));
    for (const { mutant, rows } of all.filter((_, i) => i % stride === options.seed % stride)) {
      await tally.check(mutant.name, () =>
        withMutant(mutant, async (tree) => {
          for (const row of rows) if (await notices(row, tree, options)) return;
          expectThat(false, 'no row notices');
        }),
      );
    }
    return tally.outcome();
  },
  mutants: [],
};
