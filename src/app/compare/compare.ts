import { unwatched, type Watch } from '../../core/watch.js';
import type { Block, CsvRow } from '../../core/result.js';
import { disk } from '../../disk/disk.js';
import type { BackendName } from '../../kernels/index.js';
import { readCurve, type Point } from '../../runs/curve.js';
import { differences, heldOutFields } from '../../runs/experiment.js';
import { backendOf } from '../backend.js';
import { compareAgainst, type Against } from './against.js';
import { describeRuns } from './describe.js';
import { readRun, runsAt, type ReadRun, type Row } from './read-run.js';
import { groupBySeed, type SeedGroup } from './seeds.js';

/** Runs that are compared: fields named like the flags of `compare`. */
export interface CompareRequest {
  /** Run directories, or directories of runs. */
  readonly runs: readonly string[];
  /** A run to which the differences in test loss are given as well. */
  readonly against?: string | undefined;
  /** Whether the loss curves are read too, for a page. */
  readonly curves?: boolean | undefined;
  readonly backend?: 'auto' | BackendName | undefined;
  readonly watch?: Watch | undefined;
}

export interface Comparison extends Partial<Against> {
  /** Best validation loss first. */
  readonly runs: readonly Row[];
  /** How the losses of runs spread that differ in their seed alone. */
  readonly seeds: readonly SeedGroup[];
  /** The same for people. */
  readonly blocks: readonly Block[];
  /** The runs as a table, with the names of its columns. */
  readonly table: readonly CsvRow[];
  /** Damaged runs, and what cannot be compared; a line each. */
  readonly notes: readonly string[];
}

/**
 * Compares finished and running trainings by their logs. What is damaged, or no run, is listed as such. Throws
 * usage/value and data/* where `against` and the data of the runs cannot be read again.
 *
 * @example
 * for (const { run, validation_loss } of (await compare({ runs: ['runs'] })).runs) console.log(run, validation_loss);
 */
export async function compare(request: CompareRequest): Promise<Comparison> {
  const { against, backend = 'auto', watch = unwatched } = request;
  const read: ReadRun[] = [];
  for (const run of request.runs.flatMap(runsAt)) {
    watch.signal.throwIfAborted();
    read.push(await readRun(run));
  }
  const runs = sortRuns(read);
  const rows = runs.map(({ row }) => row);
  const { groups: seeds, notes: uncounted } = groupBySeed(read);
  const paired =
    against === undefined
      ? { differences: {}, incomparable: {} }
      : await compareAgainst(against, runs, { backend: await backendOf(backend), watch });
  const curves = request.curves ? await Promise.all(runs.map(curveOf)) : undefined;
  return {
    runs: rows,
    seeds,
    ...paired,
    table: tableOf(rows),
    blocks: describeRuns(runs, { seeds, against, differences: paired.differences, curves }),
    notes: [
      ...notesOf(read),
      ...uncounted,
      ...Object.entries(paired.incomparable).map(
        ([run, why]) => `${run}: no difference to ${against}: ${why}`,
      ),
    ],
  };
}

/** Best validation loss first; runs without one last, in the order given. */
function sortRuns(runs: readonly ReadRun[]): ReadRun[] {
  const loss = ({ row }: ReadRun): number => row.validation_loss ?? Infinity;
  return runs.toSorted((a, b) => (loss(a) === loss(b) ? 0 : loss(a) - loss(b)));
}

async function curveOf({ log }: ReadRun): Promise<readonly Point[]> {
  if (log === undefined || !disk.stat(log)?.isFile()) return [];
  const { validation, training } = await readCurve(log);
  return validation.length > 0 ? validation : training;
}

/** The columns of the table, before those of the metrics that any run has. */
const COLUMNS = [
  ...([
    'run',
    'cell',
    'layers',
    'hidden',
    'parameters',
    'validation_loss',
    'best_epoch',
    'test_loss',
  ] as const),
  ...(['epochs', 'characters_per_second', 'hours', 'state', 'unit'] as const),
];

function tableOf(rows: readonly Row[]): CsvRow[] {
  const metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))];
  const figures = rows.map((row) => [
    ...COLUMNS.map((column) => row[column] ?? ''),
    ...metrics.map((name) => row.metrics[name] ?? ''),
  ]);
  return [[...COLUMNS, ...metrics], ...figures];
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
  if (fields.length === 0) return notes;
  const what = [first, ...others].some(({ environment }) => environment.corpus.table) ? 'rows' : 'text';
  const note =
    `note: these runs do not have the same test ${what}, so their losses are not one ranking: ` +
    `they differ in ${fields.join(', ')}`;
  return [...notes, note];
}
