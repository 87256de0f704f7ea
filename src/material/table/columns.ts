import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import { delimiterName } from './format.js';

/** Which cells of a row are read: the names and positions of their columns. */
export interface Columns {
  readonly from: readonly string[];
  readonly to: string;
  /** Positions of the columns `from`, then of `to`. */
  readonly at: readonly number[];
  /** Cells of every row. */
  readonly width: number;
}

/**
 * `from` and `to` in a header, by default its first two columns that have a name: a column without one counts the rows, as
 * programs write it. Throws table/columns, no-column, two-columns.
 */
export function chooseColumns(
  header: readonly string[],
  { from, to }: { readonly from?: readonly string[] | undefined; readonly to?: string | undefined },
  where: { readonly file: string; readonly delimiter: string },
): Columns {
  const { file } = where;
  const known = header.map(quote).join(', ');
  if (header.length < 2) {
    throw userError('table/columns', {
      file,
      count: header.length,
      known,
      delimiter: delimiterName(where.delimiter),
    });
  }
  const named = header.some((name) => !isNameless(name))
    ? header.filter((name) => !isNameless(name))
    : header;
  const source = from ?? [named.find((name) => name !== to) ?? header[0]!];
  const target = to ?? named.find((name) => !source.includes(name));
  const placeOf = (name: string) => {
    const count = header.filter((column) => column === name).length;
    if (count === 0) throw userError('table/no-column', { file, column: quote(name), known });
    if (count > 1) throw userError('table/two-columns', { file, column: quote(name), count });
    return header.indexOf(name);
  };
  if (target === undefined) throw userError('table/no-column', { file, column: 'beside the source', known });
  return { from: source, to: target, at: [...source, target].map(placeOf), width: header.length };
}

/** `Unnamed: 0` is what pandas calls a column without a name. */
function isNameless(name: string): boolean {
  return name.trim() === '' || /^Unnamed: \d+$/.test(name);
}
