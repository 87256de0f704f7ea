import { userError } from '../../core/errors.js';
import type { TaskData } from '../../core/snapshot.js';
import type { Example, Examples } from '../../data/examples.js';
import type { InspectedData } from '../../inspect/forward/subject.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import type { SubjectOptions } from '../material.js';
import { fileName } from '../corpus-name.js';
import { openTableForModel } from './for-model.js';

/** Symbols that are read unless a limit is given. */
const USUAL_LIMIT = 1_000_000;

/** The rows of another table than the one a model learned from. Throws usage/value for several tables. */
export async function namedRows(
  files: readonly string[],
  model: ModelFile,
  { encoding, limit, watch }: SubjectOptions,
): Promise<InspectedData> {
  const data = model.snapshot.task!;
  const [file, other] = files as [string, string?];
  if (other !== undefined) {
    const expected = `one table, as the model was trained with --task ${data.name}`;
    throw userError('usage/value', { flag: '<text..>', value: files.join(' '), expected });
  }
  // tags are aligned with symbols: none may be left out
  const unknown = data.name === 'tag' ? 'error' : 'skip';
  const { table, examples } = await openTableForModel(file, model, { encoding, unknown, watch });
  try {
    return { table: { name: fileName(file), data, rows: firstRows(examples, limit, data) } };
  } finally {
    table.close();
  }
}

/** The first rows, up to a number of symbols; those of which no character is known are left out. */
export function firstRows(
  { count, read }: Examples,
  limit: number = USUAL_LIMIT,
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
