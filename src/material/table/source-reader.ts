import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { TaskData } from '../../core/snapshot.js';
import { createCellReader, firstSymbols, joinTexts } from './cells.js';
import { readNumber } from './checks.js';
import { scaleNumbers } from './scaling.js';
import type { SourceRow } from './source-rows.js';
import type { Source } from '../../sample/answers.js';

/** Turns the cells of a row into what a model reads. */
export interface SourceReader {
  /** Throws table/*, with the row. */
  read(row: SourceRow): Source;
  /** Symbols left out so far, because the model does not know them. */
  skipped(): number;
}

export interface SourceOptions {
  /** For messages. */
  readonly file: string;
  /** Whether symbols that the model does not know are left out; they are an error otherwise. */
  readonly skips: boolean;
  /** The most symbols of a source, as in training: a longer one is cut. */
  readonly most: number;
}

/** A reader for a task. */
export function createSourceReader(task: TaskData, options: SourceOptions): SourceReader {
  if (task.name !== 'generate') return textReader(task, options);
  const read = task.scaling === null ? labelReader(task, options) : numberReader(task, options);
  return { read, skipped: () => 0 };
}

function numberReader({ from, scaling }: TaskData, { file }: SourceOptions): SourceReader['read'] {
  return ({ source: cells, row }) => {
    checkWidth(cells, from, { file, row, hint: 'give a number for each column' });
    const numbers = cells.map((cell, i) => readNumber(cell, { file, row, column: from[i]! }));
    return { vector: scaleNumbers(numbers, scaling!) };
  };
}

function labelReader({ from, source }: TaskData, { file }: SourceOptions): SourceReader['read'] {
  const reader = createCellReader('label', { known: source });
  const [id, column] = [new Uint16Array(1), from[0]!];
  return ({ source: [text], row }) => {
    reader.read(text!, id, 0, { file, row, column });
    return { label: id[0]! };
  };
}

function textReader({ from, source }: TaskData, { file, skips, most }: SourceOptions): SourceReader {
  const reader = createCellReader('chars', { known: source, unknown: skips ? 'skip' : 'error' });
  const column = from.join();
  return {
    read({ source: cells, row }) {
      checkWidth(cells, from, { file, row, hint: 'divide the texts of a line by tabs' });
      const text = firstSymbols(joinTexts(cells), 'chars', most);
      const ids = new Uint16Array(text.length);
      const end = reader.read(text, ids, 0, { file, row, column });
      const where = { file, row, column: quote(column) };
      if (cells.join('') === '') throw userError('table/empty-cell', where);
      if (end === 0) throw userError('table/nothing-known', where);
      return { ids: Int32Array.from(ids.subarray(0, end)) };
    },
    skipped: () => reader.finish(1).skipped,
  };
}

/** Throws table/width for a line that has not a cell for each column. */
function checkWidth(
  { length: cells }: readonly string[],
  { length: columns }: readonly string[],
  where: { readonly file: string; readonly row: number; readonly hint: string },
): void {
  if (cells !== columns) throw userError('table/width', { ...where, cells, columns });
}
