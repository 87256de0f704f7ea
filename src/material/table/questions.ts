import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { TaskData } from '../../core/snapshot.js';
import { decodeMarked } from '../../text/marked-text.js';
import { bytesOf, openSource } from '../text/read-text.js';
import { openSourceTable, sourceLines, type SourceFormat, type SourceRow } from './source-rows.js';
import { checkEncoding } from '../../text/check-encoding.js';
import { findFormat, isTable } from './format.js';

/** What a model of a task is asked. */
export interface Questions {
  /** Its name in messages. */
  readonly file: string;
  /** The names of the cells of a row, and whether they are written before the answers. */
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  readonly rows: AsyncIterable<SourceRow[]>;
  /** What a row is called. */
  readonly unit: 'line' | 'row';
  /** What divides the cells of a table. */
  readonly delimiter?: string;
}

export interface HowToRead extends Pick<SourceFormat, 'encoding'> {
  /** That of the table of training, where one was given, and whether that had a header. */
  readonly delimiter: string | undefined;
  readonly hasHeader: boolean;
  readonly signal: AbortSignal;
}

/** The rows of a table, or the lines of any other file and of stdin (`-`). Throws table/*, corpus/*, disk/*. */
export async function openQuestions(
  input: string,
  task: TaskData,
  { encoding, delimiter, hasHeader, signal }: HowToRead,
): Promise<Questions> {
  const source = await openSource(input, {});
  const bytes = checkEncoding(bytesOf(source, { signal }), encoding, source.name);
  const text = decodeMarked(bytes, encoding);
  const between = task.scaling === null ? /\t/ : /[,\t]/;
  const format = { file: source.name, from: task.from, between, encoding };
  if (isTable(input)) {
    const found = await findFormat(text, input, delimiter);
    const table = await openSourceTable(found.text, { ...format, ...found.format, hasHeader });
    return { ...table, hasHeader, file: source.name, unit: 'row', delimiter: found.format.delimiter };
  }
  const lines = sourceLines(text, format);
  const rows = hasHeader ? withoutHeader(lines, task, source.name) : lines;
  return { names: task.from, hasHeader, rows, file: source.name, unit: 'line' };
}

/** A label, `count` times. */
export function repeatedLabel(task: TaskData, label: string, count: number): Questions {
  async function* rows(): AsyncGenerator<SourceRow[]> {
    for (let row = 1; row <= count; row++) yield [{ row, cells: [label], source: [label] }];
  }
  return { names: task.from, hasHeader: true, rows: rows(), file: '--label', unit: 'line' };
}

/** Throws table/header-line where the first line names the columns of the training table. */
async function* withoutHeader(
  rows: AsyncIterable<SourceRow[]>,
  task: TaskData,
  file: string,
): AsyncGenerator<SourceRow[]> {
  for await (const batch of rows) {
    const [first] = batch;
    if (first?.row === 1 && isHeader(first.cells.join(), task))
      throw userError('table/header-line', { file, header: quote(first.cells.join()) });
    yield batch;
  }
}

/** Whether a line, the first of all, is the name of the only column, as `cut -f1` leaves it. */
export function isColumnName({ row, cells, bad }: SourceRow, { from }: TaskData): boolean {
  return row === 1 && bad === undefined && from.length === 1 && cells[0] === from[0];
}

/** Whether a line is the header of a table with the columns of a task: source and target, or several of the source. */
export function isHeader(line: string, { from, to }: Pick<TaskData, 'from' | 'to'>): boolean {
  return [',', '\t', ';', '|'].some((delimiter) => {
    const names = line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const hasSource = from.every((name) => names.includes(name));
    return hasSource && (from.length > 1 || names.includes(to));
  });
}
