import { parse } from 'fast-csv';
import { userError, type UserError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { TableFormat } from './format.js';

/** Some rows of a table, one after the other: rows[i] is row number `first` + i of the file, whose header is row 1. */
interface RowBatch {
  readonly first: number;
  readonly rows: readonly (readonly string[])[];
}

/** The same with a bad row. */
interface TolerantBatch extends RowBatch {
  /** The row after them, where its quotes are wrong: its first line. The next row begins with the line after it. */
  readonly bad?: { readonly text: string; readonly error: UserError };
}

export interface RowFormat extends TableFormat {
  /** For messages. */
  readonly file: string;
}

/** The most characters of a row: a longer one has a quote that is never closed. */
const LONGEST_ROW = 2 ** 20;

/**
 * The rows of a table, in batches, in constant memory: RFC 4180, with any line end. A blank line is a row without
 * cells. Throws table/quote, which names the row, where a quote is not closed, or text follows a closing quote.
 */
export async function* tableRows(text: AsyncIterable<string>, format: RowFormat): AsyncGenerator<RowBatch> {
  for await (const { bad, ...batch } of tolerantRows(text, format)) {
    yield batch;
    if (bad) throw bad.error;
  }
}

/** The same, without throwing: a batch ends with a row whose quotes are wrong, as `bad`. */
export async function* tolerantRows(
  text: AsyncIterable<string>,
  format: RowFormat,
): AsyncGenerator<TolerantBatch> {
  const reader = createRowReader(format);
  for await (const piece of grown(text, reader.held)) yield* reader.read(piece);
  yield* reader.end();
}

/** Takes the pieces of a table one after the other, and gives the rows that are complete with each. */
function createRowReader(format: RowFormat) {
  let parser = createParser(format);
  let first = 1;
  /** What has come of the first line of a bad row, which is skipped. */
  let skipped: string | undefined;

  async function* read(piece: string): AsyncGenerator<TolerantBatch> {
    for (let rest = piece; rest !== '';) rest = yield* skipped === undefined ? parse(rest) : skip(rest);
  }

  /** Parses a piece up to a bad row; returns the text from that on. */
  async function* parse(piece: string): AsyncGenerator<TolerantBatch, string> {
    const held = parser.held();
    const [rows, bad] = await parser.write(piece).then(
      (rows) => [rows, parser.held().length > LONGEST_ROW ? parser.held() : undefined] as const,
      (error) => rowsBefore(error, held + piece, format),
    );
    yield { first, rows };
    first += rows.length;
    if (bad === undefined) return '';
    begin();
    return bad;
  }

  /** Begins anew after a bad row. */
  function begin(): void {
    parser = createParser(format);
    skipped = '';
  }

  /** Skips to the end of the line; returns the text after it. */
  function* skip(piece: string): Generator<TolerantBatch, string> {
    if (skipped!.endsWith('\r')) {
      yield badBatch(skipped!.slice(0, -1));
      return piece.replace(/^\n/, '');
    }
    const end = /\r\n|\n|\r(?=[^])/.exec(piece);
    if (skipped!.length < LONGEST_ROW) skipped += piece.slice(0, end?.index);
    if (end === null) return '';
    yield badBatch(skipped!);
    return piece.slice(end.index + end[0].length);
  }

  function badBatch(text: string): TolerantBatch {
    skipped = undefined;
    return { first, rows: [], bad: { text, error: badQuotes(format.file, first++, text) } };
  }

  async function* end(): AsyncGenerator<TolerantBatch> {
    for (;;) {
      if (skipped !== undefined) yield badBatch(skipped.replace(/\r$/, ''));
      const held = parser.held();
      const rows = await parser.end().catch(orParseError);
      if (rows) return yield { first, rows };
      begin();
      yield* read(held);
    }
  }
  return { read, end, held: () => parser.held().length };
}

const badQuotes = (file: string, row: number, text: string): UserError =>
  userError('table/quote', { file, row, text: quote(text) });

/** The same text in pieces that grow with the incomplete row, which fast-csv parses again with every piece. */
async function* grown(text: AsyncIterable<string>, held: () => number): AsyncGenerator<string> {
  let waiting = '';
  for await (const piece of text) {
    waiting += piece;
    if (waiting.length < held()) continue;
    yield waiting;
    waiting = '';
  }
  if (waiting !== '') yield waiting;
}

/** fast-csv as a function: text in, the rows that are complete with it out. */
function createParser({ delimiter, quoted }: RowFormat) {
  const stream = parse<string[], string[]>({ delimiter, quote: quoted ? '"' : null });
  let rows: string[][] = [];
  stream.on('data', (row: string[]) => rows.push(row));
  const failed = new Promise<never>((_, reject) => stream.on('error', reject));
  failed.catch(() => {});
  const ended = new Promise<void>((resolve) => stream.on('end', resolve));
  return {
    /** The beginning of an incomplete row. */
    held: (): string => stream['lines'] as string,
    async write(piece: string): Promise<string[][]> {
      await new Promise<void>((resolve, reject) =>
        stream.write(piece, (error) => (error ? reject(error) : resolve())),
      );
      return taken();
    },
    async end(): Promise<string[][]> {
      stream.end();
      await Promise.race([ended, failed]);
      return taken();
    },
  };
  function taken(): string[][] {
    const complete = rows;
    rows = [];
    return complete;
  }
}

/** fast-csv drops all rows of a piece with an error. Finds those before the bad one, and the text from it on. */
async function rowsBefore(
  error: unknown,
  text: string,
  format: RowFormat,
): Promise<readonly [rows: string[][], bad: string]> {
  orParseError(error);
  const parser = createParser(format);
  const rows: string[][] = [];
  const lineEnd = /\r\n?|\n/g;
  let written = 0;
  for (let end = 0; end < text.length;) {
    lineEnd.lastIndex = end;
    end = lineEnd.test(text) ? lineEnd.lastIndex : text.length;
    // only a quote can end an open cell
    if (parser.held() !== '' && !text.slice(written, end).includes('"')) continue;
    const bad = written - parser.held().length;
    const complete = await parser.write(text.slice(written, end)).catch(orParseError);
    if (complete === undefined) return [rows, text.slice(bad)];
    rows.push(...complete);
    written = end;
  }
  return [rows, text.slice(written - parser.held().length)];
}

/** Throws what is not an error of the parser. */
function orParseError(error: unknown): undefined {
  if (!(error instanceof Error && error.message.startsWith('Parse Error'))) throw error;
}
