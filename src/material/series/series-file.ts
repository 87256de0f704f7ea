import type { RowRange } from '../../tasks/forecast.js';
import type { ReadOptions } from '../text/read-text.js';
import type { AskedColumns, SeriesColumns } from './columns.js';
import type { DateSummary } from './steps.js';

export interface SeriesOptions extends ReadOptions, AskedColumns {
  readonly wide?: boolean | undefined;
  readonly delimiter?: string | undefined;
  readonly header?: boolean | undefined;
  /** Whether cells may be empty, which are read as NaN: the last rows of a history. */
  readonly allowsEmpty?: boolean | undefined;
  readonly workDirectory: string;
}

/** A file of series, read once: its numbers are in a temporary file, the rows of a series one after the other. */
export interface SeriesFile {
  /** The name in messages. */
  readonly file: string;
  readonly columns: SeriesColumns;
  readonly rows: number;
  /** The rows of each series, in the order in which the series begin in the file. */
  readonly ranges: readonly RowRange[];
  /** What the column of --by has for each series; one empty name without it. */
  readonly names: readonly string[];
  /** The labels that occur, sorted, and which of them each series has. */
  readonly labels: { readonly names: readonly string[]; readonly of: readonly number[] };
  /** Present where there is a column of dates. */
  readonly dates: DateSummary | undefined;
  /** SHA-256 of all that is read of the file. */
  readonly digest: string;
  /** The numbers of a row in the order of `columns.numbers`, then its date, if there is one. */
  read(row: number, into: Float64Array): void;
  /** How many they are. */
  readonly width: number;
  /** Removes the temporary file. */
  close(): void;
}
