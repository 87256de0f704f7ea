/**
 * `npm run reliability -- [--full] [--patient] [--rows 1,9] [--seed 7]`: tries every row with its large number of cases,
 * sees it turn red on each of its mutants, prints one table, and writes it to docs/reliability.md when all rows were run.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reliabilityTable, replaceTable, type Score } from './report.js';
import { turnsRed, type Row } from './row.js';
import { rows } from './rows/index.js';
import { sources, withMutant } from './tree.js';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    rows: { type: 'string' },
    patient: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});

async function score(row: Row, seed: number): Promise<Score> {
  const cases = values.full ? (row.cases.full ?? row.cases.large) : row.cases.large;
  process.stderr.write(`row ${row.number}: ${row.fault}\n`);
  const start = performance.now();
  const outcome = await row.run(sources, { cases, seed, patient: values.patient }).catch((error: Error) => ({
    cases: 1,
    failures: [`the row itself failed: ${error.stack}`],
  }));
  for (const failure of outcome.failures) process.stderr.write(`  failed: ${failure}\n`);
  const seconds = (performance.now() - start) / 1000;
  return { row, seed, seconds, ...outcome, unnoticed: await unnoticedMutants(row, seed) };
}

/** The mutants on which the row, with few cases, does not turn red. */
async function unnoticedMutants(row: Row, seed: number): Promise<string[]> {
  const options = { cases: row.cases.small, seed, patient: true };
  const unnoticed: string[] = [];
  for (const mutant of row.mutants) {
    if (await withMutant(mutant, (tree) => turnsRed(row, tree, options))) continue;
    unnoticed.push(mutant.name);
    process.stderr.write(`  not noticed: ${mutant.name}\n`);
  }
  return unnoticed;
}

const wanted = values.rows?.split(',').map(Number);
const scores: Score[] = [];
for (const row of rows) {
  if (wanted === undefined || wanted.includes(row.number)) scores.push(await score(row, Number(values.seed)));
}
const table = reliabilityTable(scores);
process.stdout.write(`${table}\n`);
if (wanted === undefined) {
  const page = join(sources, '..', '..', 'docs', 'reliability.md');
  writeFileSync(page, replaceTable(readFileSync(page, 'utf8'), table));
}
process.exitCode = scores.every(({ failures, unnoticed }) => failures.length + unnoticed.length === 0)
  ? 0
  : 1;
