import ts from 'typescript';
import { createTally, turnsRed, type Mutant, type Row, type RunOptions } from '../row.js';
import { expectThat } from '../assert.js';
import { readSource, withCopy, withMutant } from '../tree.js';
import { failingCalls } from './03-failing-calls.js';
import { flippedBits } from './06-flipped-bits.js';
import { wrongLength } from './07-wrong-length.js';
import { hostileHeaders } from './08-hostile-headers.js';
import { locks } from './17-locks.js';
import { misuse } from './21-misuse.js';
import { owners } from './30-owners.js';

/** Files that say no, and the rows that must notice when they no longer do. */
const validators: readonly { file: string; rows: readonly Row[] }[] = [
  { file: 'formats/safetensors/header.ts', rows: [wrongLength, hostileHeaders] },
  { file: 'formats/strict-json.ts', rows: [hostileHeaders] },
  { file: 'formats/checkpoint/checkpoint.ts', rows: [wrongLength, hostileHeaders, flippedBits] },
  { file: 'cli/options/parse.ts', rows: [misuse] },
  { file: 'runs/lock.ts', rows: [locks, owners] },
  { file: 'disk/disk.ts', rows: [failingCalls] },
];

/** One mutant for each guard of a file, an `if` that throws: `if (x)` becomes `if (!(x))`. */
function invertedGuards(file: string): Mutant[] {
  const source = ts.createSourceFile(file, readSource(file), ts.ScriptTarget.Latest, true);
  const mutants: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIfStatement(node) && throws(node.thenStatement)) {
      const [from, condition] = [node.getText(), node.expression.getText()];
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const to = from.replace(condition, () => `!(${condition})`);
      mutants.push({ name: `${file}:${line}: if (${condition})`, file, from, to });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

const throws = (statement: ts.Statement): boolean =>
  ts.isBlock(statement) ? statement.statements.some(throws) : ts.isThrowStatement(statement);

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
