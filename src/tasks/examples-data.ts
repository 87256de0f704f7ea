import { BETWEEN_CHECKS, type Check } from '../core/check.js';
import { KEPT } from '../core/permutation.js';
import { largest, sum } from '../core/numbers.js';
import type { Batch } from '../data/batch.js';
import type { Examples } from '../data/examples.js';
import type { DataPart, TrainData } from '../data/train-data.js';
import { shuffledWindows, sortedOrder, type Keyed, type Windows } from './buckets.js';
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
 * backpropagation through all of a row. `seed` decides the order of the rows in each epoch; `check` is called every few
 * milliseconds while the rows are measured, here, and while they are ordered, by `fill` too.
 */
export function examplesData(
  task: ExampleTask,
  { train, validation, test }: ExampleParts,
  {
    batch,
    seed,
    check,
  }: { readonly batch: number; readonly seed: number; readonly check?: Check | undefined },
): TrainData {
  const B = Math.max(1, Math.min(batch, train.count));
  const planned = [train, validation, test].map((examples) => examples && planRows(task, examples, check));
  const plans = planned.filter((plan) => plan !== null);
  const [trainRows, validationRows, testRows] = planned;
  const evaluated = (rows: RowPlan | null | undefined) =>
    rows && rows.count > 0 ? partOf(task, rows, B, fixed(rows, B, check)) : null;
  const windows = cached((epoch) => shuffledWindows(trainRows!, B, { seed, epoch, check }));
  return {
    T: Math.max(1, ...plans.map(({ longest }) => longest)),
    B,
    parts: task.parts,
    model: task.model,
    transfer: task.transfer,
    metrics: task.metrics,
    symbols: sum(plans.map(({ symbols }) => symbols)),
    occupancy: occupancyOf(trainRows!, windows(0), B, check),
    train: partOf(task, trainRows!, B, windows),
    validation: evaluated(validationRows),
    test: evaluated(testRows),
  };
}

/** The lengths of all rows, known before any is read. */
interface RowPlan extends Keyed {
  readonly examples: Examples;
  /** Steps of a row, and of its source network. */
  readonly steps: (row: number) => number;
  readonly sourceSteps: (row: number) => number;
  readonly longest: number;
  readonly symbols: number;
  readonly predictions: number;
}

function planRows(task: ExampleTask, examples: Examples, check?: Check): RowPlan {
  const { count } = examples;
  const lengthsOf = (row: number) => ({
    source: examples.sourceLength(row),
    target: examples.targetLength(row),
  });
  const steps = (row: number) => task.steps(lengthsOf(row));
  const sourceSteps = (row: number) => task.sourceSteps?.(lengthsOf(row)) ?? 0;
  let [longest, symbols, predictions] = [0, 0, 0];
  for (let row = 0; row < count; row++) {
    if (row % BETWEEN_CHECKS === 0) check?.();
    const lengths = lengthsOf(row);
    const own = task.steps(lengths);
    const before = task.sourceSteps?.(lengths) ?? 0;
    longest = Math.max(longest, own, before);
    symbols += own + before;
    predictions += task.predictions(lengths);
  }
  const key = task.sourceSteps ? (row: number) => sourceSteps(row) * (longest + 1) + steps(row) : steps;
  return { examples, count, steps, sourceSteps, key, longest, symbols, predictions };
}

/** The windows of an epoch, kept until another one is requested. */
function cached(windowsOf: (epoch: number) => Windows): (epoch: number) => Windows {
  let last = -1;
  let windows: Windows;
  return (epoch) => {
    if (epoch !== last) windows = windowsOf(epoch);
    last = epoch;
    return windows;
  };
}

/** The same windows in every epoch, the shortest rows first. */
function fixed(rows: RowPlan, B: number, check?: Check): () => Windows {
  let order: Int32Array | undefined;
  return () => (window) => (order ??= sortedOrder(rows, check)).subarray(window * B, (window + 1) * B);
}

function partOf(
  task: ExampleTask,
  { examples, count, predictions }: RowPlan,
  B: number,
  windowsOf: (epoch: number) => Windows,
): DataPart {
  function fill(window: number, batch: Batch, epoch: number): void {
    fillRows(task, Array.from(windowsOf(epoch)(window), examples.read), batch);
  }

  return { windows: Math.ceil(count / B), count: predictions, rows: count, continuous: false, fill };
}

/** The share of the computed steps of an epoch that carry a symbol; for a large one, that of its beginning. */
function occupancyOf(
  { count, steps, sourceSteps }: RowPlan,
  windows: Windows,
  B: number,
  check?: Check,
): number {
  let computed = 0;
  let symbols = 0;
  const last = Math.ceil(Math.min(count, KEPT) / B);
  for (let window = 0; window < last; window++) {
    if ((window * B) % BETWEEN_CHECKS < B) check?.();
    for (const stepsOf of [steps, sourceSteps]) {
      const lengths = windows(window).map(stepsOf);
      computed += B * largest(lengths);
      symbols += sum(lengths);
    }
  }
  return symbols / computed;
}
