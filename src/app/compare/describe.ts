import { count, duration, many, signed } from '../../core/format.js';
import { column, rowsOf, type Block, type Cell, type Column } from '../../core/result.js';
import type { PairedDifference } from '../../eval/paired.js';
import type { Point } from '../../runs/curve.js';
import { isError, type Metric } from '../../data/train-data.js';
import { metricNames } from '../../tasks/units.js';
import { unitsOfRun, type ReadRun, type Row } from './read-run.js';
import type { SeedGroup, Spread } from './seeds.js';

export interface Described {
  readonly seeds: readonly SeedGroup[];
  readonly against: string | undefined;
  readonly differences: Readonly<Record<string, PairedDifference | null>>;
  /** The validation losses of each run, or those of training where there are none. */
  readonly curves: readonly (readonly Point[])[] | undefined;
}

/** The comparison in words: a table for each unit of losses, the differences to one run, the spread over seeds. */
export function describeRuns(
  runs: readonly ReadRun[],
  { seeds, against, differences, curves }: Described,
): Block[] {
  const lines = new Map(curves?.flatMap((points, i) => (points.length > 0 ? [[runs[i]!, i + 1]] : [])));
  const units = [...new Set(runs.flatMap(({ row }) => row.unit ?? []))];
  const of = (unit: string) => runs.filter(({ row }) => row.unit === unit);
  const others = runs.filter(({ row }) => row.unit === null);
  const groups = units.length > 1 ? [...units.map(of), others] : [runs];
  const paired = Object.entries(differences);
  return [
    ...(curves ? [lossChart(runs, curves, units)] : []),
    ...groups.filter((group) => group.length > 0).map((group) => runTable(group, lines)),
    ...(against !== undefined && paired.length > 0 ? differenceBlocks(against, paired) : []),
    ...(seeds.length > 0 ? [{ kind: 'note', text: seeds.map(seedLine) } satisfies Block] : []),
  ];
}

/** What is said of a run in one column; `-` where there is nothing to say. */
interface Shown {
  readonly column: Column;
  /** Of several runs that agree: said once, with this name, in place of a column. */
  readonly once?: string;
  text(run: ReadRun): string;
}

const lossText = (loss: number | null) => loss?.toFixed(4) ?? '-';

function shownColumns(runs: readonly ReadRun[]): Shown[] {
  return [
    { column: column.left('run'), text: ({ row }) => row.run },
    { column: column.left('network'), once: '', text: ({ row }) => networkText(row) },
    {
      column: column.right('parameters'),
      once: ' parameters',
      text: ({ row }) => (row.parameters === null ? '-' : count(row.parameters)),
    },
    { column: column.right('validation'), text: ({ row }) => lossText(row.validation_loss) },
    { column: column.right('test'), text: ({ row }) => lossText(row.test_loss) },
    ...metricColumns(runs),
    { column: column.right('epochs'), once: ' epochs', text: ({ row }) => epochsText(row) },
    speedColumn(runs),
    {
      column: column.right('time'),
      text: ({ row }) => (row.hours === null ? '-' : duration(row.hours * 3600)),
    },
    { column: column.left('state'), once: '', text: ({ row }) => row.state },
  ];
}

const networkText = ({ cell, layers, hidden }: Row) => (cell === null ? '-' : `${cell} ${layers}×${hidden}`);

/** The epoch of the best validation loss, where it is not the last, and all. */
function epochsText({ best_epoch: best, epochs }: Row): string {
  if (epochs === null) return '-';
  const all = epochs.toFixed(2);
  return best === null || best.toFixed(2) === all ? all : `${best.toFixed(2)} of ${all}`;
}

function speedOf({ config }: ReadRun): string[] {
  if (config === undefined) return [];
  const { speed } = unitsOfRun(config);
  return [`${speed === 'character' ? 'char' : speed}/s`];
}

/** The unit stands in the head where all runs have it, else beside each figure. */
function speedColumn(runs: readonly ReadRun[]): Shown {
  const units = [...new Set(runs.flatMap(speedOf))];
  return {
    column: column.right(units.length === 1 ? units[0]! : 'speed'),
    text(run) {
      const { characters_per_second: speed } = run.row;
      if (speed === null) return '-';
      return units.length === 1 ? count(speed) : `${count(speed)} ${speedOf(run)[0]}`;
    },
  };
}

/** The part of which accuracy and the like are shown: the test part, where any run has it. */
const measuredPart = (runs: readonly ReadRun[]): 'test' | 'validation' =>
  runs.some(({ row }) => Object.keys(row.metrics).some((key) => key.startsWith('test_')))
    ? 'test'
    : 'validation';

const metricsOf = (runs: readonly ReadRun[]): string[] => {
  const keys = new Set(runs.flatMap(({ row }) => Object.keys(row.metrics)));
  const prefix = `${measuredPart(runs)}_`;
  return [...keys].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
};

const nameOf = (metric: string): string => metricNames[metric as Metric] ?? metric;

const metricColumns = (runs: readonly ReadRun[]): Shown[] =>
  metricsOf(runs).map((metric) => ({
    column: column.right(nameOf(metric)),
    text: ({ row }) => {
      const value = row.metrics[`${measuredPart(runs)}_${metric}`];
      if (value === undefined) return '-';
      return isError(metric as Metric) ? value.toPrecision(4) : value.toFixed(4);
    },
  }));

/** A table of runs whose losses have one unit. What all of several have in common stands below it; a page shows all. */
function runTable(runs: readonly ReadRun[], lines: ReadonlyMap<ReadRun, number>): Block {
  const shown = shownColumns(runs).map((one) => ({ ...one, texts: runs.map(one.text) }));
  const isSaid = ({ once, texts }: (typeof shown)[number]) =>
    once !== undefined && runs.length > 1 && new Set(texts).size === 1 && texts[0] !== '-';
  const common = shown.filter(isSaid).map(({ once, texts }) => `${texts[0]}${once}`);
  const columns = shown.map((one) => (isSaid(one) ? { ...one.column, only: 'page' as const } : one.column));
  const keys = lines.size > 0 ? [{ ...column.left(''), only: 'page' as const }] : [];
  const metrics = metricsOf(runs).map(nameOf);
  const measured = metrics.length > 0 ? `; ${metrics.join(', ')} of the ${measuredPart(runs)} part` : '';
  const unit = runs.find(({ row }) => row.unit !== null)?.row.unit;
  return {
    kind: 'table',
    blocks: true,
    columns: [...keys, ...columns],
    rows: runs.map((run, i) => {
      const line = lines.get(run);
      const key: Cell[] = keys.map(() => (line === undefined ? '' : { line }));
      return { cells: [...key, ...shown.map(({ texts }) => texts[i]!)] };
    }),
    caption: [
      ...(common.length > 0 ? [`all: ${common.join(', ')}`] : []),
      ...(unit ? [`losses in nats per ${unit}${measured}`] : []),
    ],
  };
}

function lossChart(
  runs: readonly ReadRun[],
  curves: readonly (readonly Point[])[],
  units: readonly string[],
): Block {
  const series = curves.map((points, i) => ({ name: runs[i]!.row.run, points }));
  if (curves.every((points) => points.length === 0))
    return { kind: 'note', text: 'No run has a loss yet.', only: 'page' };
  const label = `nats per ${units.join(', ')}`;
  return {
    kind: 'chart',
    only: 'page',
    wide: true,
    mark: 'line',
    series,
    caption: 'validation loss',
    x: { label: 'epochs' },
    y: { label },
  };
}

/** Negative where a run is better than the one it is compared with. */
function differenceBlocks(
  against: string,
  differences: readonly (readonly [run: string, PairedDifference | null])[],
): Block[] {
  const rows = differences.map(([run, difference]) => {
    if (difference === null) return [run, 'too short', ''];
    const { mean, low, high } = difference;
    return [run, signed(mean, 4), `${signed(low, 4)} to ${signed(high, 4)}`];
  });
  return [
    { kind: 'heading', title: `difference in test loss to ${against}` },
    {
      kind: 'table',
      columns: [column.left('run'), column.right('difference'), column.right('95 % interval')],
      rows: rowsOf(rows),
    },
  ];
}

function seedLine({ runs, unfinished, validation_loss, test_loss }: SeedGroup): string {
  const figures = [...spreadText('validation', validation_loss), ...spreadText('test', test_loss)];
  const open = unfinished > 0 ? `, ${unfinished} not finished` : '';
  return `${many(runs.length, 'seed')} of ${runs[0]!}${open}: ${figures.join(', ') || 'no losses yet'}`;
}

const spreadText = (split: string, spread: Spread | null): string[] =>
  spread === null ? [] : [`${split} ${spread.mean.toFixed(4)} ± ${spread.deviation.toFixed(4)}`];
