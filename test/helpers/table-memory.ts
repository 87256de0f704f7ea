/**
 * Opens a table with so many rows of a few bytes and reads a window of training and one of validation; writes the bytes of
 * all typed arrays that are in use then. Run it with --expose-gc.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createPlainMemory } from '../../src/core/memory.js';
import { createBatch } from '../../src/data/batch.js';
import { splitRows, type RowList } from '../../src/data/split-rows.js';
import { countRepeated } from '../../src/material/table/repeated-rows.js';
import { tableExamples } from '../../src/material/table/examples.js';
import { openTable } from '../../src/material/table/table.js';
import { examplesData } from '../../src/tasks/examples-data.js';
import { createTask } from '../../src/tasks/index.js';

const rows = Number(process.argv[2]);
const directory = mkdtempSync(join(tmpdir(), 'char-rnn-test-'));
try {
  const file = join(directory, 'a.csv');
  const fd = openSync(file, 'w');
  writeSync(fd, 'x,y\n');
  const piece = 'a,p\nab,q\nabc,p\nb,q\n'.repeat(1000);
  for (let row = 0; row < rows; row += 4000) writeSync(fd, piece);
  closeSync(fd);
  const table = await openTable(file, { workDirectory: directory, source: 'chars', target: 'label' });
  const split = splitRows(table.rows, { validation: 0.001, test: 0.001 }, 1);
  countRepeated(table, split.train, split.test);
  const { source, target } = table.symbols;
  const rest = { toTokens: 'chars', scaling: null, delay: 0, reverse: false } as const;
  const task = createTask({ name: 'classify', from: ['x'], to: 'y', source, target, ...rest });
  const part = (list: RowList) => tableExamples(table, list);
  const parts = {
    train: part(split.train),
    validation: part(split.validation),
    test: part(split.test),
  };
  const data = examplesData(task, parts, { batch: 50, seed: 1 });
  const batch = createBatch(createPlainMemory(), data.T, data.B, data.parts);
  for (const each of [data.train, data.validation!, data.train]) each.fill(1, batch, 1);
  process.stdout.write(`${await bytesInUse()}\n`);
  table.close();
} finally {
  rmSync(directory, { recursive: true });
}

/** Memory of collected arrays is given back by another thread, some time after the collection. */
async function bytesInUse(): Promise<number> {
  let least = Infinity;
  for (let collection = 0; collection < 20; collection++) {
    gc!();
    await setImmediate();
    least = Math.min(least, process.memoryUsage().arrayBuffers);
  }
  return least;
}
