import { createRng } from '../core/rng.js';
import type { TaskData } from '../core/snapshot.js';
import { sum } from '../core/numbers.js';
import type { Examples } from '../data/examples.js';
import type { Interval } from './bootstrap.js';
import { naiveBayes } from './naive-bayes.js';
import { classifyMetrics } from './task-metrics.js';

/** An n-gram classifier: its characters of context, and its scores. */
export interface BayesRow {
  readonly context: number;
  readonly accuracy: number;
  readonly interval: Interval | null;
  readonly macroF1: number;
  /** Mean nats of the right label. */
  readonly loss: number;
}

/** Counts in `train` and classifies `test`, for each length of context. */
export async function bayesTable(
  train: Examples,
  test: Examples,
  { source, target }: Pick<TaskData, 'source' | 'target'>,
  { seed, pause }: { readonly seed: number; readonly pause?: () => Promise<void> },
): Promise<BayesRow[]> {
  const sizes = { symbols: source.length, labels: target.length };
  const levels = await naiveBayes(train, test, { ...sizes, ...(pause && { pause }) });
  const truth = Int32Array.from({ length: test.count }, (_, row) => test.read(row).label);
  return levels.map(({ context, predicted, nats }) => {
    const pairs = Array.from(truth, (label, row) => ({ truth: label, predicted: predicted[row]! }));
    const { accuracy, macroF1 } = classifyMetrics(pairs, target.length, createRng(seed));
    const loss = sum(nats) / test.count;
    const { value, interval } = accuracy!;
    return { context, accuracy: value, interval, macroF1: macroF1!.value, loss };
  });
}
