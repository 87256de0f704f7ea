import { basename } from 'node:path';
import { refuseToOverwriteInputs } from '../../app/outputs.js';
import { userError } from '../../core/errors.js';
import type { TaskData } from '../../core/snapshot.js';
import type { Example, Examples } from '../../data/examples.js';
import type { InspectedTable } from '../../inspect/forward/table.js';
import { openRunData, runDataOf, type ModelFile } from '../../material/run-data.js';
import { openTableForModel } from '../../material/table/for-model.js';
import { table } from '../../material/table/material.js';
import type { SourceOptions } from './source.js';

/** Default --limit, in symbols. */
const USUAL_LIMIT = 1_000_000;
const HINT = 'name a table after the model';

type Options = SourceOptions & { readonly limit?: number | undefined };

/** The rows of the table that was named, or else those of its own table on which the model was validated. */
export async function openInspectedTable(
  files: readonly string[],
  model: ModelFile,
  { limit = USUAL_LIMIT, ...options }: Options,
): Promise<InspectedTable> {
  const data = model.snapshot.task!;
  if (files.length > 1) {
    const expected = `one table, as the model was trained with --task ${data.name}`;
    throw userError('usage/value', { flag: '<text..>', value: files.join(' '), expected });
  }
  const [file] = files;
  const { name, examples, close } =
    file === undefined ? await validationRows(model, options) : await namedRows(file, model, options);
  try {
    return { name, data, rows: firstRows(examples, limit, data) };
  } finally {
    close();
  }
}

interface Rows {
  readonly name: string;
  readonly examples: Examples;
  close(): void;
}

async function validationRows(model: ModelFile, { outputs, watch, encoding }: SourceOptions): Promise<Rows> {
  const reading = encoding && { encoding };
  const how = { changed: 'refuse', hint: HINT, reading, watch } as const;
  const opened = await openRunData(runDataOf(model, HINT), how, table);
  const examples = opened.part('validation');
  try {
    refuseToOverwriteInputs(outputs ?? {}, opened.files);
    if (examples.count === 0)
      throw userError('data/no-part', { run: model.file, part: 'validation', hint: HINT });
    return { name: `${basename(opened.files[0]!)} (validation part)`, examples, close: opened.close };
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** The rows of another table. Tags are aligned with symbols: none may be left out. */
async function namedRows(file: string, model: ModelFile, { encoding, watch }: SourceOptions): Promise<Rows> {
  const unknown = model.snapshot.task!.name === 'tag' ? 'error' : 'skip';
  const { table, examples } = await openTableForModel(file, model, { encoding, unknown, watch });
  return { name: file === '-' ? 'stdin' : basename(file), examples, close: table.close };
}

/** The first rows, up to a number of symbols; those of which no character is known are left out. */
function firstRows({ count, read }: Examples, limit: number, { name }: TaskData): Example[] {
  const rows: Example[] = [];
  for (let row = 0, symbols = 0; row < count && symbols < limit; row++) {
    const example = read(row);
    symbols += example.source.length + example.target.length;
    if (name === 'generate' || example.source.length > 0) rows.push(example);
  }
  return rows;
}
