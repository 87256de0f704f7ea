import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { userError } from '../../core/errors.js';
import type { Snapshot, TaskData } from '../../core/snapshot.js';
import { rowsOf, splitRows, type RowList } from '../../data/split-rows.js';
import type { Example } from '../../data/examples.js';
import { parseRunConfig } from '../../runs/config.js';
import { tableExamples } from '../../material/table/examples.js';
import { openTable } from '../../material/table/table.js';
import type { InspectedTable } from '../../inspect/forward/table.js';
import { cellKinds } from '../../tasks/task-data.js';
import { refuseToOverwriteInputs } from '../../app/outputs.js';
import type { SourceOptions } from './source.js';

/** Default --limit, in symbols. */
const USUAL_LIMIT = 1_000_000;

/** The rows of the table that was named, or else those of its own table on which the model was validated. */
export async function openInspectedTable(
  files: readonly string[],
  model: string,
  { task, training }: Snapshot,
  { limit = USUAL_LIMIT, ...options }: SourceOptions & { readonly limit?: number | undefined },
): Promise<InspectedTable> {
  const data = task!;
  if (files.length > 1) {
    const expected = `one table, as the model was trained with --task ${data.name}`;
    throw userError('usage/value', { flag: '<text..>', value: files.join(' '), expected });
  }
  const config =
    training && parseRunConfig({ options: training.options, environment: training.environment }, model);
  const origin = config?.environment.corpus;
  const own = files.length === 0;
  const [file] = own ? (origin?.files ?? []) : files;
  if (file === undefined || (own && (file === '-' || !existsSync(file))))
    throw userError('inspect/text', { model });
  if (own) refuseToOverwriteInputs(options.outputs ?? {}, [file]);
  const settings = {
    ...{ from: data.from, to: data.to, ...cellKinds(data), aligned: data.name === 'tag' },
    ...{ delimiter: origin?.table?.delimiter, maxLength: origin?.table?.maxLength },
    ...{ encoding: options.encoding ?? origin?.encoding, signal: options.signal },
  };
  const inSymbolsOfModel = {
    known: { source: data.source, target: data.target },
    // tags are aligned with symbols: none may be left out
    unknown: data.name === 'tag' ? ('error' as const) : ('skip' as const),
  };
  // the digest is that of the table as read in training
  const table = await openTable(file, {
    ...settings,
    ...(own ? { minCount: origin?.minCount, asBefore: true } : inSymbolsOfModel),
  });
  try {
    if (own && table.digest !== origin?.digest) throw userError('inspect/changed', { file });
    const split = own ? splitRows(table.rows, config!.options.split, config!.options.seed) : undefined;
    if (split?.validation.length === 0) throw userError('inspect/text', { model });
    const examples = tableExamples(table, split && inOrder(split.validation), data.scaling ?? undefined);
    const name = file === '-' ? 'stdin' : basename(file);
    return {
      ...{ name: own ? `${name} (validation part)` : name, data },
      rows: firstRows(examples.count, examples.read, limit, data),
    };
  } finally {
    table.close();
  }
}

/** Rows as they are in the file. */
function inOrder(rows: RowList): RowList {
  const sorted = rowsOf(rows).sort();
  return { length: sorted.length, at: (place) => sorted[place]! };
}

/** The first rows, up to a number of symbols; those of which no character is known are left out. */
function firstRows(
  count: number,
  read: (row: number) => Example,
  limit: number,
  { name }: TaskData,
): Example[] {
  const rows: Example[] = [];
  for (let row = 0, symbols = 0; row < count && symbols < limit; row++) {
    const example = read(row);
    symbols += example.source.length + example.target.length;
    if (name === 'generate' || example.source.length > 0) rows.push(example);
  }
  return rows;
}
