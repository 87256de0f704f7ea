import { writeToString } from 'fast-csv';
import type { Watch } from '../../core/watch.js';
import { userError } from '../../core/errors.js';
import { writeFileAtomic } from '../../disk/atomic-write.js';
import { backendOf } from '../../app/backend.js';
import { compareAgainst, type Against } from '../comparing/against.js';
import { comparisonPage } from '../comparing/page.js';
import { readRun, runsAt, type ReadRun } from '../comparing/read-run.js';
import { differences, heldOutFields } from '../../runs/experiment.js';
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
  const runs: ReadRun[] = [];
  for (const run of files.flatMap(runsAt)) {
    stop.signal.throwIfAborted();
    runs.push(await readRun(run));
  }
  const sorted = sortRows(runs);
  const rows = sorted.map(({ row }) => row);
  const { groups, notes: uncounted } = groupBySeed(runs);
  const { differences: against, incomparable } = await differencesOf(sorted, values, stop.watch);
  const notes = [
    ...notesOf(runs),
    ...uncounted,
    ...[...incomparable].map(([run, why]) => `${run}: no difference to ${values.against}: ${why}`),
  ];
  const csv = await writeToString([...rows], { headers: [...COLUMNS], includeEndRowDelimiter: true });
  const json = {
    runs: rows,
    seeds: groups,
    against: values.against,
    differences: Object.fromEntries(against),
    incomparable: Object.fromEntries(incomparable),
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
    for (const line of [...tableLines(sorted, against), ...seedLines(groups)]) await out.write(`${line}\n`);
  }
  if (!values.quiet) for (const note of notes) await err.write(`${sanitizeLine(note)}\n`);
}

async function differencesOf(
  runs: readonly ReadRun[],
  values: CompareValues,
  watch: Watch,
): Promise<Against> {
  if (values.against === undefined) return { differences: new Map(), incomparable: new Map() };
  const reference = runs.find(({ row }) => row.run === values.against) ?? (await readRun(values.against));
  if (reference.config === undefined || reference.row.parameters === null) {
    const expected = 'a run directory with a checkpoint';
    throw userError('usage/value', { flag: '--against', value: values.against, expected });
  }
  const backend = await backendOf(values.backend);
  const comparable = runs.filter(({ row }) => row.parameters !== null);
  return compareAgainst(reference, comparable, backend, watch);
}

/** Notes on the ranking: damaged runs, and runs that were validated or tested on other data, or in other units. */
function notesOf(runs: readonly ReadRun[]): string[] {
  const notes = runs.flatMap(({ row, why }) => (why === undefined ? [] : [`${row.run}: ${why}`]));
  const [first, ...others] = runs.flatMap(({ config }) => config ?? []);
  if (first === undefined) return notes;
  const differing = others.flatMap((other) =>
    differences(heldOutFields(first, 'validation'), heldOutFields(other, 'validation')),
  );
  const fields = [...new Set(differing.map(({ field }) => field))];
  if (fields.length > 0) {
    const what = [first, ...others].some(({ environment }) => environment.corpus.table) ? 'rows' : 'text';
    notes.push(
      `note: these runs do not have the same test ${what}, so their losses are not one ranking: ` +
        `they differ in ${fields.join(', ')}`,
    );
  }
  return notes;
}
