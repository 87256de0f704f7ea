import asciichart from 'asciichart';
import { count } from '../../core/format.js';
import type { TaskData } from '../../core/snapshot.js';
import type { BayesRow } from '../../eval/bayes-table.js';
import type { TableEvaluation } from '../../eval/evaluate-table.js';
import type { LengthBin, Metric } from '../../eval/task-metrics.js';
import { unitsOf } from '../../tasks/units.js';
import { formatConfusion } from './confusion.js';

/** All results of a model on a table. */
export interface TableMeasured {
  readonly evaluation: TableEvaluation;
  /** Rows of the table that also occur in the training part; undefined where that is not known. */
  readonly seen: number | undefined;
  readonly baseline: readonly BayesRow[] | undefined;
}

const names: Readonly<Record<string, string>> = {
  accuracy: 'accuracy',
  macroF1: 'macro F1',
  wordF1: 'word F1',
  exactMatch: 'exact match',
  symbolErrorRate: 'symbol errors',
};

const WIDTH = 20;
const fixed = (value: number) => value.toFixed(4);
const range = ({ interval }: Metric) =>
  interval ? `   (95 % interval ${fixed(interval.low)} to ${fixed(interval.high)})` : '';

/** The figures as text, line by line. */
export function* describeTable(
  task: TaskData,
  { evaluation, seen, baseline }: TableMeasured,
): Generator<string> {
  const { rows, loss, metrics, confusion, byLength } = evaluation;
  for (const [name, metric] of Object.entries(metrics)) {
    yield `${names[name]!.padEnd(WIDTH)}${fixed(metric.value)}${range(metric)}`;
  }
  const unit = unitsOf({ tokens: 'chars', task: task.name }).prediction;
  yield `${'loss'.padEnd(WIDTH)}${fixed(loss.value)} nats per ${unit}${range(loss)}`;
  yield `${'rows'.padEnd(WIDTH)}${count(rows)}`;
  if (seen !== undefined) {
    const warning = seen > 0 ? '   [not a fair test of these]' : '';
    yield `${'in training'.padEnd(WIDTH)}${count(seen)} of the rows${warning}`;
  }
  if (confusion) yield* ['', ...formatConfusion(confusion, task.target)];
  if (byLength) yield* ['', ...describeLengths(byLength)];
  if (baseline) yield* ['', ...describeBaseline(baseline, metrics['accuracy']!)];
}

/** Columns of the plot for each bin. */
const STEP = 5;

/** Exact match against the length of the source: numbers and, from three bins on, a plot. */
function* describeLengths(bins: readonly LengthBin[]): Generator<string> {
  yield 'symbols of the source     sources   exact match';
  for (const { from, to, rows, share } of bins) {
    const symbols = from === to ? String(from) : `${from}-${to}`;
    yield `${symbols.padStart(21)}   ${count(rows).padStart(9)}   ${fixed(share).padStart(11)}`;
  }
  if (bins.length < 3) return;
  const curve = bins.flatMap(({ share }) => new Array<number>(STEP).fill(share));
  yield '';
  yield* asciichart
    .plot(curve, { height: 8, min: 0, max: 1, format: (x) => x.toFixed(2).padStart(7) })
    .split('\n');
  yield `exact match; sources of ${bins[0]!.from} symbols on the left to ${bins.at(-1)!.to} on the right`;
}

/** The n-gram classifiers, compared with the network. */
function* describeBaseline(baseline: readonly BayesRow[], accuracy: Metric): Generator<string> {
  const best = baseline.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
  yield 'n-grams, modified Kneser-Ney, one model a label, and Bayes with the share of each label';
  yield 'characters of context   accuracy   macro F1   nats per label';
  for (const level of baseline) {
    const figures = [fixed(level.accuracy).padStart(10), fixed(level.macroF1).padStart(8)].join('   ');
    const mark = level === best ? '   best' : '';
    yield `${String(level.context).padStart(21)} ${figures}   ${fixed(level.loss).padStart(14)}${mark}`;
  }
  const ahead = accuracy.value - best.accuracy;
  yield ahead > 0
    ? `the network's accuracy is ${fixed(ahead)} above the best n-gram's`
    : `the best n-gram's accuracy is ${fixed(-ahead)} above the network's: counting does as well or better`;
}
