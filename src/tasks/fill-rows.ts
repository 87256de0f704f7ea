import { largest } from '../core/numbers.js';
import type { Batch } from '../data/batch.js';
import type { Example } from '../data/examples.js';
import type { ExampleTask } from './example-task.js';

/** Fills a batch with at most B rows, as long as the longest of them needs; batch rows beyond them stay empty. */
export function fillRows(task: ExampleTask, rows: readonly Example[], batch: Batch): void {
  const lengths = rows.map(({ source, target }) => ({ source: source.length, target: target.length }));
  const steps = lengths.map((row) => task.steps(row));
  const sourceSteps = lengths.map((row) => task.sourceSteps?.(row) ?? 0);
  batch.T = largest(steps);
  if (batch.source) batch.source.T = largest(sourceSteps);
  batch.rows = rows.length;
  batch.symbols = 0;
  batch.mask.fill(0, 0, batch.T * batch.B);
  batch.starts?.fill(batch.T);
  batch.source?.starts.fill(batch.source.T);
  rows.forEach((row, b) => {
    task.place(row, batch, b);
    batch.symbols += steps[b]! + sourceSteps[b]!;
  });
  batch.count = 0;
  for (let i = 0; i < batch.T * batch.B; i++) batch.count += batch.mask[i]!;
}
