import type { Memory } from '../core/memory.js';
import type { Snapshot } from '../core/snapshot.js';
import { createBatch } from '../data/batch.js';
import type { Examples } from '../data/examples.js';
import { createLoadedNumbers, type NumberRows } from '../data/number-rows.js';
import type { Kernels } from '../kernels/kernels.js';
import { modelFromSnapshot } from '../model/language-model.js';
import { classify } from '../tasks/classify.js';
import { fillRows } from '../tasks/fill-rows.js';
import { logSoftmax } from './log-softmax.js';
import { independentRows } from './precision.js';

/** Series that are read side by side. */
const BATCH = 32;

/** The log-probabilities that a network gives the labels, for each series in order. */
export function* labelsOfSeries(
  snapshot: Snapshot,
  rows: NumberRows,
  series: Examples,
  { kernels, memory }: { readonly kernels: Kernels; readonly memory: Memory },
): Generator<Float64Array, void, void> {
  const O = snapshot.model.outputs!;
  const task = classify({ source: 0, target: O });
  const lengths = Array.from({ length: series.count }, (_, i) => series.sourceLength(i));
  const T = lengths.reduce((longest, length) => Math.max(longest, length), 1);
  const B = Math.min(BATCH, Math.max(1, series.count));
  const { indexed, load } = createLoadedNumbers(rows, memory, { T, B });
  const setup = { kernels: independentRows(kernels), memory, T, B, training: false, indexed };
  const model = modelFromSnapshot(snapshot, setup);
  const batch = createBatch(memory, T, B, task.parts);
  const state = model.createState();
  for (let first = 0; first < series.count; first += B) {
    const read = Array.from({ length: Math.min(B, series.count - first) }, (_, b) => series.read(first + b));
    fillRows(task, read, batch);
    load(batch);
    for (const values of Object.values(state)) values.fill(0);
    const outputs = model.forward(batch.x, state, { T: batch.T, starts: batch.starts });
    const last = outputs.step[batch.T - 1]!;
    for (let b = 0; b < read.length; b++) yield logSoftmax(last, b * O, O);
  }
}
