import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { TaskData } from '../../core/snapshot.js';
import { openSource, textOf } from '../../material/text/read-text.js';
import type { Encoding } from '../../text/encodings.js';
import { createCellReader } from '../../material/table/cells.js';
import { readNumber } from '../../material/table/checks.js';
import { scaleNumbers } from '../../material/table/scaling.js';
import type { Source } from '../../sample/answers.js';

/** A line of the input, counted from 1. */
export interface Line {
  readonly text: string;
  readonly row: number;
}

/**
 * The lines of a file, or of stdin (`-`), in batches of those that have arrived, so that a program waiting for the
 * answer to its line gets it at once.
 */
export async function* linesOf(
  input: string,
  options: {
    readonly encoding?: Encoding | undefined;
    readonly most: number;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<Line[]> {
  const source = await openSource(input, {});
  let rest = '';
  let row = 0;
  const lineOf = (text: string): Line => {
    row += 1;
    const plain = row === 1 ? text.replace(/^\ufeff/, '') : text;
    return { text: plain.replace(/\r$/, ''), row };
  };
  for await (const piece of textOf(source, options)) {
    const texts = (rest + piece).split('\n');
    rest = texts.pop()!;
    for (let from = 0; from < texts.length; from += options.most)
      yield texts.slice(from, from + options.most).map(lineOf);
  }
  if (rest !== '') yield [lineOf(rest)];
}

/** A line as the model reads it. Throws table/*, with the line as row. */
export function createLineReader(
  task: TaskData,
  file: string,
  skips: boolean,
): (text: string, row: number) => Source {
  const { from, source, scaling, name } = task;
  if (name === 'generate' && scaling !== null) {
    return (text, row) => {
      const cells = text.split(/[,\t]/);
      if (cells.length !== from.length) {
        const columns = from.length;
        throw userError('table/width', { file, row, cells: cells.length, columns, delimiter: quote(',') });
      }
      const numbers = cells.map((cell, i) => readNumber(cell, { file, row, column: from[i]! }));
      return { vector: scaleNumbers(numbers, scaling) };
    };
  }
  if (name === 'generate') {
    return (text, row) => {
      const label = source.indexOf(text);
      if (label >= 0) return { label };
      const where = { file, row, column: quote(from[0]!) };
      throw userError('table/unknown-label', { ...where, label: quote(text), known: listed(source) });
    };
  }
  const reader = createCellReader('chars', { known: source, unknown: skips ? 'skip' : 'error' });
  return (text, row) => {
    const column = from[0]!;
    const ids = new Uint16Array(text.length);
    const end = reader.read(text, ids, 0, { file, row, column });
    if (end === 0) throw userError('table/empty-cell', { file, row, column: quote(column) });
    return { ids: Int32Array.from(ids.subarray(0, end)) };
  };
}

/** The id of a label that a flag names. Throws usage/value. */
export function labelId(labels: readonly string[], label: string, flag: string): number {
  const id = labels.indexOf(label);
  if (id >= 0) return id;
  throw userError('usage/value', { flag, value: quote(label), expected: `one of ${listed(labels)}` });
}

const LISTED = 20;

function listed(labels: readonly string[]): string {
  const more = labels.length > LISTED ? `, and ${labels.length - LISTED} more` : '';
  return labels.slice(0, LISTED).map(quote).join(', ') + more;
}
