import { writeToString } from 'fast-csv';
import { userError } from '../../core/errors.js';
import { writeFileAtomic } from '../../disk/atomic-write.js';
import { backendOf } from '../../app/backend.js';
import { compareAgainst, sameTest } from '../comparing/against.js';
import { comparisonPage } from '../comparing/page.js';
import { readRun, runsAt, type ReadRun } from '../comparing/read-run.js';
import { groupBySeed } from '../comparing/seeds.js';
import { COLUMNS, seedLines, sortRows, tableLines } from '../comparing/table.js';
import type { compareCommand, CompareValues } from '../options/compare.js';
import type { Parsed } from '../options/flag.js';
import type { Console } from '../terminal/console.js';
import { sanitizeLine } from '../../report/sanitize.js';

type CompareArguments = Parsed<(typeof compareCommand)['flags']>;

/** `char-rnn compare`: the runs in one table, best validation loss first. */
export async function compare({ values, files }: CompareArguments, console: Console): Promise<void> {
  const { out, err, stop } = console;
  refuseTwoOnStdout(values);
  const runs: ReadRun[] = [];
  for (const run of files.flatMap(runsAt)) {
    stop.signal.throwIfAborted();
    runs.push(await readRun(run));
  }
  const sorted = sortRows(runs);
  const rows = sorted.map(({ row }) => row);
  const groups = groupBySeed(sorted);
  const differences = await differencesOf(sorted, values, stop.signal);
  const notes = notesOf(sorted);
  const csv = await writeToString([...rows], { headers: [...COLUMNS], includeEndRowDelimiter: true });
  const json = {
    runs: rows,
    seeds: groups,
    against: values.against,
    differences: Object.fromEntries(differences),
  };
  const outputs: [string | undefined, () => string | Promise<string>][] = [
    [values.csv, () => csv],
    [values.json, () => `${JSON.stringify(json)}\n`],
    [values.html, () => comparisonPage(sorted, [...notes, ...seedLines(groups)])],
  ];
  for (const [file, make] of outputs) {
    if (file === '-') await out.write(await make());
    else if (file !== undefined) writeFileAtomic(file, await make());
  }
  if (![values.csv, values.json, values.html].includes('-')) {
    for (const line of [...tableLines(sorted, differences), ...seedLines(groups)])
      await out.write(`${line}\n`);
  }
  if (!values.quiet) for (const note of notes) await err.write(`${sanitizeLine(note)}\n`);
}

function refuseTwoOnStdout({ csv, json, html }: CompareValues): void {
  const named = Object.entries({ '--csv': csv, '--json': json, '--html': html }).filter(
    ([, file]) => file === '-',
  );
  if (named.length > 1)
    throw userError('usage/conflict', { flag: `${named[0]![0]} -`, other: `${named[1]![0]} -` });
}

async function differencesOf(runs: readonly ReadRun[], values: CompareValues, signal: AbortSignal) {
  if (values.against === undefined) return new Map<string, never>();
  const reference = runs.find(({ row }) => row.run === values.against) ?? (await readRun(values.against));
  if (reference.config === undefined || reference.row.parameters === null) {
    const expected = 'a run directory with a checkpoint';
    throw userError('usage/value', { flag: '--against', value: values.against, expected });
  }
  const backend = await backendOf(values.backend);
  const comparable = runs.filter(({ row }) => row.parameters !== null);
  return compareAgainst(reference, comparable, backend, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  });
}

/** Notes on the ranking: damaged runs, and test texts that differ. */
function notesOf(runs: readonly ReadRun[]): string[] {
  const notes = runs.flatMap(({ row, why }) => (why === undefined ? [] : [`${row.run}: ${why}`]));
  const configs = runs.flatMap(({ config }) => config ?? []);
  if (configs.some((config) => !sameTest(config, configs[0]!))) {
    const what = configs.some(({ environment }) => environment.corpus.table) ? 'rows' : 'text';
    notes.push(`note: these runs do not have the same test ${what}, so their losses are not one ranking`);
  }
  return notes;
}
