import { userError } from '../../core/errors.js';
import type { Watch } from '../../core/watch.js';
import { scoreTable } from '../../eval/score-table.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import type { TableOrigin } from '../../runs/config.js';
import { pathsOf } from '../../runs/own-files.js';
import { tableExamples } from '../../material/table/examples.js';
import { divideTable } from '../../material/table/labels.js';
import { openTable } from '../../material/table/table.js';
import type { Backend } from '../../kernels/index.js';
import { kindsOf } from '../../material/table/request.js';
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
  const { corpus } = config!.environment;
  const { files, digest, own, ...reading } = corpus;
  const rows = await openTable([...files, ...pathsOf(own)], { ...reading, ...table, ...kindsOf(table) });
  try {
    if (rows.digest !== digest) throw userError('compare/changed', { run: row.run, file: files.join(', ') });
    const { test } = divideTable(rows, corpus, config!.options);
    const examples = tableExamples(rows, test, { scaling: snapshot.task!.scaling });
    const scores = await scoreTable(snapshot, examples, { kernels, memory, batch: BATCH, pause });
    return { nats: [...scores.nats], counts: [...scores.counts] };
  } finally {
    rows.close();
  }
}
