import { argmax } from '../core/numbers.js';
import { BETWEEN_CHECKS, type Check } from '../core/check.js';
import type { Memory } from '../core/memory.js';
import type { Snapshot } from '../core/snapshot.js';
import { createBatch } from '../data/batch.js';
import type { Examples } from '../data/examples.js';
import type { Kernels } from '../kernels/kernels.js';
import { modelFromSnapshot } from '../model/language-model.js';
import { outputsOf } from '../model/shapes.js';
import { sortedOrder } from '../tasks/buckets.js';
import { fillRows } from '../tasks/fill-rows.js';
import { createTask } from '../tasks/index.js';
import { scoreRow } from './score-row.js';

/** The scores of a model on the rows of a table, row by row. */
export interface RowScores {
  /** Σ −log p(target) over the predictions of a row, in nats. */
  readonly nats: Float64Array;
  /** Predictions of a row. */
  readonly counts: Uint32Array;
  /** The most probable output at each prediction, given the correct symbols before it. */
  readonly predicted: readonly Int32Array[];
}

export interface TableScoreSetup {
  readonly kernels: Kernels;
  readonly memory: Memory;
  /** Rows that are read at once. Affects the time, not the result. */
  readonly batch: number;
  /** Awaited after every window, with the fraction that is done; may throw to stop. */
  readonly pause?: (share: number) => Promise<void>;
  /** Called every few milliseconds before the first window; may throw to stop. */
  readonly check?: Check;
}

/** Scores every row, each from a state of zeros: its scores do not depend on the others. */
export async function scoreTable(
  snapshot: Snapshot,
  examples: Examples,
  { kernels, memory, batch: most, pause, check }: TableScoreSetup,
): Promise<RowScores> {
  const task = createTask(snapshot.task!);
  const { count } = examples;
  const steps = Int32Array.from({ length: count }, (_, row) => {
    if (row % BETWEEN_CHECKS === 0) check?.();
    const lengths = { source: examples.sourceLength(row), target: examples.targetLength(row) };
    return Math.max(task.steps(lengths), task.sourceSteps?.(lengths) ?? 0);
  });
  const order = sortedOrder({ count, key: (row) => steps[row]! }, check);
  const T = Math.max(1, steps[order.at(-1)!] ?? 1);
  const B = Math.max(1, Math.min(most, count));
  const model = modelFromSnapshot(snapshot, { kernels, memory, T, B, training: false });
  const O = outputsOf(model.config);
  const batch = createBatch(memory, T, B, task.parts);
  const state = model.createState();
  const score = { nats: 0, entropy: 0, rank: 0 };
  const scores = {
    nats: new Float64Array(count),
    counts: new Uint32Array(count),
    predicted: new Array<Int32Array>(count),
  };
  for (let from = 0; from < count; from += B) {
    const rows = Array.from(order.subarray(from, from + B));
    fillRows(task, rows.map(examples.read), batch);
    for (const name in state) state[name]!.fill(0);
    const { T: steps, starts, source, condition, y, mask } = batch;
    const logits = model.forward(batch.x, state, { T: steps, starts, source, condition }).step;
    for (const [b, row] of rows.entries()) {
      const best: number[] = [];
      for (let at = b, t = 0; t < steps; t++, at += B) {
        if (mask[at] === 0) continue;
        const outputs = logits[t]!.subarray(b * O, (b + 1) * O);
        scores.nats[row]! += scoreRow(outputs, y[at]!, score).nats;
        best.push(argmax(outputs));
      }
      scores.counts[row] = best.length;
      scores.predicted[row] = Int32Array.from(best);
    }
    await pause?.((from + rows.length) / count);
  }
  return scores;
}
