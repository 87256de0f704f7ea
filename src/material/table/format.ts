/** How the cells of a table are divided. */
export interface TableFormat {
  readonly delimiter: string;
  /** Whether cells may be in double quotes. */
  readonly quoted: boolean;
}

/** Whether a file is a table. Decided by its name, here alone. */
export function isTable(file: string): boolean {
  return /\.(csv|tsv)(\.gz)?$/i.test(file);
}

/** The format of a table of this name: a comma, or a tab for .tsv, unless it has another delimiter. */
export function tableFormat(file: string, delimiter = usualDelimiter(file)): TableFormat {
  return { delimiter, quoted: delimiter !== '\t' || isCsv(file) };
}

/** What a table whose delimiter is not given may be divided by. */
const DELIMITERS = [',', '\t', ';', '|'];
/** The most characters of a first line that are looked at. */
const LOOKED_AT = 2 ** 16;

/**
 * A table's text again, and its format: its first line is divided by the delimiter given, else by the one that its name
 * leads to expect, else, where that does not occur outside of quotes, by one that does.
 */
export async function findFormat(
  text: AsyncIterable<string>,
  file: string,
  delimiter: string | undefined,
): Promise<{ readonly format: TableFormat; readonly text: AsyncIterable<string> }> {
  if (delimiter !== undefined) return { format: tableFormat(file, delimiter), text };
  const pieces = text[Symbol.asyncIterator]();
  let head = '';
  while (!/[\n\r]/.test(head.trimStart()) && head.length < LOOKED_AT) {
    const next = await pieces.next();
    if (next.done) break;
    head += next.value;
  }
  async function* again(): AsyncGenerator<string> {
    try {
      if (head !== '') yield head;
      yield* { [Symbol.asyncIterator]: () => pieces };
    } finally {
      await pieces.return?.();
    }
  }
  return { format: tableFormat(file, delimiterOf(head, file)), text: again() };
}

function delimiterOf(head: string, file: string): string {
  const line = /\S.*/.exec(head)?.[0] ?? '';
  const plain = line.replace(/"([^"]|"")*"/g, '');
  const usual = usualDelimiter(file);
  return [usual, ...DELIMITERS].find((delimiter) => plain.includes(delimiter)) ?? usual;
}

function usualDelimiter(file: string): string {
  return /\.tsv(\.gz)?$/i.test(file) ? '\t' : ',';
}

function isCsv(file: string): boolean {
  return /\.csv(\.gz)?$/i.test(file);
}

/** A delimiter for a message. */
export function delimiterName(delimiter: string): string {
  return delimiter === '\t' ? 'a tab' : JSON.stringify(delimiter);
}
