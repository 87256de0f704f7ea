import type { Batch } from '../data/batch.js';
import type { Examples } from '../data/examples.js';
import type { DataPart, TrainData } from '../data/train-data.js';
import { shuffledOrder, sortedOrder } from './buckets.js';
import type { ExampleTask } from './example-task.js';
import { fillRows } from './fill-rows.js';

/** The rows of a table for training, validation and test. */
export interface ExampleParts {
  readonly train: Examples;
  readonly validation: Examples | null;
  readonly test: Examples | null;
}

/**
 * The data of a task: windows of up to B whole rows of similar length, each from a state of zeros, with
 * backpropagation through all of a row. `seed` decides the order of the rows in each epoch.
 */
export function examplesData(
  task: ExampleTask,
  { train, validation, test }: ExampleParts,
  { batch, seed }: { readonly batch: number; readonly seed: number },
): TrainData {
  const B = Math.max(1, Math.min(batch, train.count));
  const planned = [train, validation, test].map((examples) => examples && planRows(task, examples));
  const plans = planned.filter((plan) => plan !== null);
  const [trainRows, validationRows, testRows] = planned;
  const evaluated = (rows: RowPlan | null | undefined) =>
    rows && rows.count > 0 ? partOf(task, rows, B, fixedOrder(rows)) : null;
  const order = (epoch: number) => shuffledOrder(trainRows!.key, B, { seed, epoch });
  return {
    T: Math.max(1, ...plans.map(({ longest }) => longest)),
    B,
    parts: task.parts,
    model: task.model,
    transfer: task.transfer,
    metrics: task.metrics,
    symbols: plans.reduce((sum, { symbols }) => sum + symbols, 0),
    occupancy: occupancyOf(trainRows!, order(0), B),
    train: partOf(task, trainRows!, B, cached(order)),
    validation: evaluated(validationRows),
    test: evaluated(testRows),
  };
}

/** The lengths of all rows, known before any is read. */
interface RowPlan {
  readonly examples: Examples;
  readonly count: number;
  /** Steps of each row, and of its source network. */
  readonly steps: Int32Array;
  readonly sourceSteps: Int32Array | null;
  /** Sort keys: rows with similar keys share a window. */
  readonly key: ArrayLike<number>;
  readonly longest: number;
  readonly symbols: number;
  readonly predictions: number;
}

function planRows(task: ExampleTask, examples: Examples): RowPlan {
  const { count } = examples;
  const steps = new Int32Array(count);
  const sourceSteps = task.sourceSteps ? new Int32Array(count) : null;
  let [longest, symbols, predictions] = [0, 0, 0];
  for (let row = 0; row < count; row++) {
    const lengths = { source: examples.sourceLength(row), target: examples.targetLength(row) };
    const before = task.sourceSteps?.(lengths) ?? 0;
    steps[row] = task.steps(lengths);
    if (sourceSteps) sourceSteps[row] = before;
    longest = Math.max(longest, steps[row]!, before);
    symbols += steps[row]! + before;
    predictions += task.predictions(lengths);
  }
  const key = sourceSteps
    ? Float64Array.from(steps, (n, row) => sourceSteps[row]! * (longest + 1) + n)
    : steps;
  return { examples, count, steps, sourceSteps, key, longest, symbols, predictions };
}

/** The order of an epoch, kept until another one is asked for. */
function cached(order: (epoch: number) => Int32Array): (epoch: number) => Int32Array {
  let last = -1;
  let rows: Int32Array = new Int32Array(0);
  return (epoch) => {
    if (epoch !== last) rows = order(epoch);
    last = epoch;
    return rows;
  };
}

function fixedOrder({ key }: RowPlan): () => Int32Array {
  let rows: Int32Array | undefined;
  return () => (rows ??= sortedOrder(key));
}

function partOf(
  task: ExampleTask,
  { examples, count, predictions }: RowPlan,
  B: number,
  orderOf: (epoch: number) => Int32Array,
): DataPart {
  function fill(window: number, batch: Batch, epoch: number): void {
    const rows = orderOf(epoch).subarray(window * B, (window + 1) * B);
    fillRows(task, Array.from(rows, examples.read), batch);
  }

  return { windows: Math.ceil(count / B), count: predictions, rows: count, continuous: false, fill };
}

function longestOf(rows: Int32Array, steps: Int32Array): number {
  return rows.reduce((longest, row) => Math.max(longest, steps[row]!), 0);
}

/** The share of the computed steps of an epoch that carry a symbol. */
function occupancyOf({ steps, sourceSteps, symbols }: RowPlan, order: Int32Array, B: number): number {
  let computed = 0;
  for (let from = 0; from < order.length; from += B) {
    const rows = order.subarray(from, from + B);
    computed += B * (longestOf(rows, steps) + (sourceSteps ? longestOf(rows, sourceSteps) : 0));
  }
  return symbols / computed;
}
