import { userError, type UserError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import { isMarked } from '../../text/marked-text.js';
import type { Encoding } from '../../text/encodings.js';
import { checkShape, isBlank } from './checks.js';
import { numberedColumns } from './header.js';
import { tolerantRows, type RowFormat } from './rows.js';
import { linesOf, LONGEST_LINE } from '../../text/lines.js';

/** A line, or a row of a table, of which a model reads some cells. */
export interface SourceRow {
  /** Its number: lines count from 1, and so do the rows of a table, whose header is row 1. */
  readonly row: number;
  /** All its cells, as they are; a line is one cell unless the source is several. */
  readonly cells: readonly string[];
  /** The cells of the columns that are read, in their order. */
  readonly source: readonly string[];
  /** Why it cannot be read, where it cannot: of such a row `source` is empty. */
  readonly bad?: UserError;
}

/** How rows are read. */
export interface SourceFormat {
  /** For messages. */
  readonly file: string;
  /** Columns of the source. */
  readonly from: readonly string[];
  /** What divides the cells of a line where those are several. */
  readonly between: RegExp;
  readonly encoding: Encoding;
}

/** The lines of a text, with bad bytes marked: the source is the line, or its cells where the model reads several. */
export async function* sourceLines(
  text: AsyncIterable<string>,
  format: SourceFormat,
): AsyncGenerator<SourceRow[]> {
  let row = 0;
  for await (const lines of linesOf(text)) {
    yield lines.map((line) => {
      row += 1;
      const cells = format.from.length > 1 ? line.split(format.between) : [line];
      const bad = badText(line, format, row);
      return bad ? { row, cells, source: [], bad } : { row, cells, source: cells };
    });
  }
}

/** How a table of sources is read. */
export interface SourceTableFormat extends SourceFormat, RowFormat {
  /** Whether its first row names the columns, which are numbered otherwise. */
  readonly hasHeader: boolean;
}

/** A table of sources: the names of its columns, and its rows. */
export interface SourceTable {
  readonly names: readonly string[];
  readonly rows: AsyncIterable<SourceRow[]>;
}

/**
 * Reads the header of a table, with bad bytes marked. Blank lines are no rows. Throws table/no-column, table/two-columns,
 * table/quote and table/empty, about the header.
 */
export async function openSourceTable(
  text: AsyncIterable<string>,
  format: SourceTableFormat,
): Promise<SourceTable> {
  const batches = tolerantRows(text, format);
  try {
    const { names, begin, batch } = await readHeader(batches, format);
    const rest = { ...batch, first: batch.first + begin, rows: batch.rows.slice(begin) };
    const places = format.from.map((name) => placeOf(name, names, format.file));
    return { names, rows: sourceRows(follow(rest, batches), { names, places }, format) };
  } catch (error) {
    await batches.return(undefined);
    throw error;
  }
}

/** The names of the columns, and the batch and the place in it where rows begin. */
async function readHeader(batches: Batches, { file, hasHeader }: SourceTableFormat) {
  for (;;) {
    const { value: batch, done } = await batches.next();
    if (done) throw userError('table/empty', { file, why: 'it has no header' });
    const { rows, bad } = batch;
    const at = rows.findIndex((cells) => !isBlank(cells));
    if (at >= 0)
      return {
        names: hasHeader ? rows[at]! : numberedColumns(rows[at]!),
        begin: hasHeader ? at + 1 : at,
        batch,
      };
    if (bad) throw bad.error;
  }
}

type Batches = ReturnType<typeof tolerantRows>;
type Batch = Batches extends AsyncGenerator<infer T> ? T : never;

async function* follow(first: Batch, rest: Batches): AsyncGenerator<Batch> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined); // also where the reader ends before the rest
  }
}

async function* sourceRows(
  batches: AsyncIterable<Batch>,
  { names, places }: { readonly names: readonly string[]; readonly places: readonly number[] },
  format: SourceTableFormat,
): AsyncGenerator<SourceRow[]> {
  for await (const { first, rows, bad } of batches) {
    const read = rows.flatMap((cells, i): SourceRow[] => {
      if (isBlank(cells)) return [];
      const row = first + i;
      const source = places.map((place) => cells[place] ?? '');
      const wrong =
        badShape(cells, { ...format, names }, { file: format.file, row }) ??
        badText(source.join(), format, row);
      return [wrong ? { row, cells, source: [], bad: wrong } : { row, cells, source }];
    });
    if (bad) read.push({ row: first + rows.length, cells: [bad.text], source: [], bad: bad.error });
    yield read;
  }
}

function placeOf(name: string, header: readonly string[], file: string): number {
  const count = header.filter((column) => column === name).length;
  const column = quote(name);
  if (count === 0) throw userError('table/no-column', { file, column, known: header.map(quote).join(', ') });
  if (count > 1) throw userError('table/two-columns', { file, column, count });
  return header.indexOf(name);
}

function badShape(...[cells, shape, where]: Parameters<typeof checkShape>): UserError | undefined {
  try {
    checkShape(cells, shape, where);
    return undefined;
  } catch (error) {
    return error as UserError;
  }
}

function badText(text: string, { file, encoding }: SourceFormat, row: number): UserError | undefined {
  if (text.length > LONGEST_LINE) return userError('table/too-long', { file, row, most: LONGEST_LINE });
  return isMarked(text) ? userError('table/undecodable', { file, row, encoding }) : undefined;
}
