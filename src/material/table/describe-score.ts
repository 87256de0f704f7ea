import { count } from '../../core/format.js';
import { column, rowsOf, type Block, type Fact } from '../../core/result.js';
import type { TaskData } from '../../core/snapshot.js';
import type { BayesRow } from '../../eval/bayes-table.js';
import type { TableEvaluation } from '../../eval/evaluate-table.js';
import type { LengthBin, Metric } from '../../eval/task-metrics.js';
import { metricNames, unitsOf } from '../../tasks/units.js';
import { confusionBlocks } from '../confusion.js';
import { withInterval } from '../evaluation.js';

/** All results of a model on a table. */
export interface TableMeasured {
  readonly evaluation: TableEvaluation;
  /** Rows of the table that also occur in the training part; undefined where that is not known. */
  readonly seen: number | undefined;
  readonly baseline: readonly BayesRow[] | undefined;
}

const fixed = (value: number) => value.toFixed(4);

/** The figures in words. */
export function describeTable(
  { name, target }: TaskData,
  { evaluation, seen, baseline }: TableMeasured,
): Block[] {
  const { rows, loss, metrics, confusion, byLength } = evaluation;
  const unit = unitsOf({ tokens: 'chars', task: name }).prediction;
  const [value, range] = withInterval(loss);
  const facts: Fact[] = [
    ...Object.entries(metrics).map(([key, metric]): Fact => [
      metricNames[key as keyof typeof metricNames],
      withInterval(metric).join(''),
    ]),
    ['loss', `${value} nats per ${unit}${range}`],
    ['rows', count(rows)],
  ];
  if (seen !== undefined)
    facts.push([
      'in training',
      `${count(seen)} of the rows${seen > 0 ? '   [not a fair test of these]' : ''}`,
    ]);
  return [
    { kind: 'facts', facts, width: 20 },
    ...(confusion ? confusionBlocks(confusion, target) : []),
    ...(byLength ? lengthBlocks(byLength) : []),
    ...(baseline ? baselineBlocks(baseline, metrics['accuracy']!) : []),
  ];
}

/** Exact match against the length of the source: numbers and, from three bins on, a plot. */
function lengthBlocks(bins: readonly LengthBin[]): Block[] {
  const rows = bins.map(({ from, to, rows, share }) => [
    ...[from === to ? String(from) : `${from}-${to}`, count(rows), fixed(share)],
  ]);
  const columns = ['symbols of the source', 'sources', 'exact match'].map(column.right);
  const table: Block = { kind: 'table', columns, rows: rowsOf(rows) };
  if (bins.length < 3) return [table];
  const caption = `exact match; sources of ${bins[0]!.from} symbols on the left to ${bins.at(-1)!.to} on the right`;
  const points = bins.map(({ from, share }) => [from, share] as const);
  return [
    table,
    {
      kind: 'chart',
      mark: 'line',
      series: [{ name: 'exact match', points }],
      caption,
      step: 5,
      x: { label: 'symbols of the source' },
      y: { label: 'exact match', domain: [0, 1] },
    },
  ];
}

/** The n-gram classifiers, compared with the network. */
function baselineBlocks(baseline: readonly BayesRow[], accuracy: Metric): Block[] {
  const best = baseline.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
  const rows = baseline.map((level) => [
    ...[String(level.context), fixed(level.accuracy), fixed(level.macroF1), fixed(level.loss)],
    level === best ? 'best' : '',
  ]);
  const figures = ['characters of context', 'accuracy', 'macro F1', 'nats per label'].map(column.right);
  const ahead = accuracy.value - best.accuracy;
  const text =
    ahead > 0
      ? `the network's accuracy is ${fixed(ahead)} above the best n-gram's`
      : `the best n-gram's accuracy is ${fixed(-ahead)} above the network's: counting does as well or better`;
  const title = 'n-grams, modified Kneser-Ney, one model a label, and Bayes with the share of each label';
  return [
    { kind: 'heading', title },
    { kind: 'table', columns: [...figures, column.left('')], rows: rowsOf(rows) },
    { kind: 'note', text },
  ];
}
