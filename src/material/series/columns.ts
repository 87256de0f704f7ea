import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import { parseDate } from './dates.js';

/** Which columns are asked for; absent ones are chosen. */
export interface AskedColumns {
  readonly from?: readonly string[] | undefined;
  /** Of numbers to be predicted; absent: as many as are read. */
  readonly to?: readonly string[] | undefined;
  /** Of the labels of series, where these are learned. */
  readonly label?: string | undefined;
  readonly by?: string | undefined;
  /** Of dates: undefined: the first that has them, null: none. */
  readonly date?: string | null | undefined;
}

/** The columns of a file of series, and where they are in a row. */
export interface SeriesColumns {
  readonly inputs: readonly string[];
  /** Empty where labels are learned. */
  readonly targets: readonly string[];
  /** The columns of numbers: the inputs, then the targets that are no inputs; and their places. */
  readonly numbers: readonly string[];
  readonly at: readonly number[];
  readonly date: Column | undefined;
  readonly by: Column | undefined;
  readonly label: Column | undefined;
}

interface Column {
  readonly name: string;
  readonly at: number;
}

/**
 * Chooses among the columns of a header; `row` is the first row below it, which shows what a column holds. Throws
 * table/no-column, table/two-columns, series/no-numbers.
 */
export function chooseColumns(
  header: readonly string[],
  row: readonly string[],
  asked: AskedColumns,
  file: string,
): SeriesColumns {
  const place = (name: string): number => {
    const times = header.filter((column) => column === name).length;
    if (times === 1) return header.indexOf(name);
    const column = quote(name);
    if (times > 1) throw userError('table/two-columns', { file, column, count: times });
    throw userError('table/no-column', { file, column, known: header.map(quote).join(', ') });
  };
  const column = (name: string | undefined) => (name === undefined ? undefined : { name, at: place(name) });
  const by = column(asked.by);
  const label = column(asked.label);
  const named = new Set([...(asked.from ?? []), ...(asked.to ?? []), asked.by, asked.label]);
  const free = header.map((name, at) => ({ name, at })).filter(({ name }) => !named.has(name));
  const dated = free.find(({ at }) => parseDate(row[at] ?? '') !== undefined);
  const date = asked.date === null ? undefined : (column(asked.date) ?? dated);
  const rest = free.filter(({ name, at }) => name !== date?.name && isNumber(row[at] ?? ''));
  const inputs = asked.from ?? [...new Set([...rest.map(({ name }) => name), ...(asked.to ?? [])])];
  const targets = asked.to ?? (label === undefined ? inputs : []);
  if (inputs.length === 0) throw userError('series/no-numbers', { file });
  const numbers = [...new Set([...inputs, ...targets])];
  return { inputs, targets, numbers, at: numbers.map(place), date, by, label };
}

const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell));
