import { parse } from 'fast-csv';
import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';

/** Some rows of a table, one after the other: rows[i] is row number `first` + i of the file, whose header is row 1. */
interface RowBatch {
  readonly first: number;
  readonly rows: readonly (readonly string[])[];
}

export interface RowFormat {
  /** For messages. */
  readonly file: string;
  readonly delimiter: string;
  /** Whether cells may be in double quotes, which a .tsv does not have. */
  readonly quoted: boolean;
}

/** The most characters of a row: a longer one has a quote that is never closed. */
const LONGEST_ROW = 8 * 2 ** 20;

/**
 * The rows of a table, in batches, in constant memory: RFC 4180, with any line end. A blank line is a row without
 * cells. Throws table/quote, which names the row, where a quote is not closed, or text follows a closing
 * quote.
 */
export async function* tableRows(text: AsyncIterable<string>, format: RowFormat): AsyncGenerator<RowBatch> {
  const parser = createParser(format);
  let first = 1;

  async function parsed(piece: string): Promise<RowBatch> {
    const held = parser.held();
    const rows = await parser.write(piece).catch(async (error: unknown) => {
      if (!isParseError(error)) throw error;
      const { before, row } = await findBadRow(held + piece, format);
      throw badQuote(first + before, row, format, error);
    });
    const batch = { first, rows };
    first += rows.length;
    if (parser.held().length > LONGEST_ROW) throw badQuote(first, parser.held(), format);
    return batch;
  }

  // fast-csv parses an incomplete row again with every piece: pieces grow with the row
  let waiting = '';
  for await (const piece of text) {
    waiting += piece;
    if (waiting.length < parser.held().length) continue;
    yield await parsed(waiting);
    waiting = '';
  }
  if (waiting !== '') yield await parsed(waiting);
  const last = parser.held();
  const rows = await parser.end().catch((error: unknown) => {
    throw isParseError(error) ? badQuote(first, last, format, error) : error;
  });
  yield { first, rows };
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
    held: () => stream['lines'],
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

/** fast-csv drops all rows of a piece with an error. Finds the bad row, and how many there are before it. */
async function findBadRow(text: string, format: RowFormat): Promise<{ before: number; row: string }> {
  const parser = createParser(format);
  let before = 0;
  let row = '';
  let piece = '';
  try {
    for (const line of text.split(/(?<=\n)/)) {
      row += line;
      piece += line;
      // only a quote can end an open cell
      if (parser.held() !== '' && !line.includes('"')) continue;
      const complete = (await parser.write(piece)).length;
      piece = '';
      before += complete;
      if (complete > 0) row = parser.held();
    }
  } catch (error) {
    if (!isParseError(error)) throw error;
  }
  return { before, row };
}

function isParseError(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Parse Error');
}

function badQuote(row: number, text: string, { file }: RowFormat, cause?: unknown) {
  return userError('table/quote', { file, row, text: quote(text.trimEnd()) }, cause);
}
