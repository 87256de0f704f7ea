import { userError } from '../../core/errors.js';
import type { Watch } from '../../core/watch.js';
import { splitRows } from '../../data/split-rows.js';
import { scoreTable } from '../../eval/score-table.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import type { TableOrigin } from '../../runs/config.js';
import { tableExamples } from '../../material/table/examples.js';
import { openTable } from '../../material/table/table.js';
import type { Backend } from '../../kernels/index.js';
import { kindsOf } from '../../material/table/material.js';
import type { ReadRun } from './read-run.js';

/** Rows that are read at once. */
const BATCH = 100;

/** Σ nats of each of the run's own test rows under its best weights, and the predictions of each. */
export async function rowLosses(
  { row, config }: ReadRun,
  table: TableOrigin,
  { kernels, memory }: Backend,
  pause: Watch['pause'],
): Promise<{ nats: number[]; counts: number[] }> {
  const snapshot = readCheckpoint(findModel(row.run));
  const { files, digest, ...reading } = config!.environment.corpus;
  const rows = await openTable(files, { ...reading, ...table, ...kindsOf(table) });
  try {
    if (rows.digest !== digest) throw userError('compare/changed', { run: row.run, file: files.join(', ') });
    const { split, seed } = config!.options;
    const { test } = splitRows(rows.rows, split, seed);
    const examples = tableExamples(rows, test, snapshot.task!.scaling ?? undefined);
    const scores = await scoreTable(snapshot, examples, { kernels, memory, batch: BATCH, pause });
    return { nats: [...scores.nats], counts: [...scores.counts] };
  } finally {
    rows.close();
  }
}
