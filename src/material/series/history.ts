import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { SeriesConfig } from '../../core/snapshot.js';
import { seriesWidth } from '../../model/shapes.js';
import type { RowRange } from '../../tasks/forecast.js';
import { advance, writeCalendar, type DateStep } from './dates.js';
import { differenced, numberRows } from './numbers.js';
import type { SeriesFile } from './series-file.js';

/** The known rows of a series, and what is known of the rows after them. */
export interface History {
  /** What --by has for the series. */
  readonly name: string;
  /** Rows from ... to − 1 are known. */
  readonly range: RowRange;
  /** The last known value of each target. */
  readonly last: readonly number[];
  /** The dates of the next rows, where there are dates. */
  date(step: number): number | undefined;
  /** What is read at the next `steps` rows, [steps, D]; targets in it are not known. */
  inputs(steps: number): Float32Array;
  /** Columns that are read, not predicted, and not known of the future: their last value is kept. */
  readonly kept: readonly string[];
}

/**
 * The series of a file, in which the targets of the last rows may be empty. Throws series/gap where they are empty before
 * others, series/no-history where too few rows are known.
 */
export function historiesOf(file: SeriesFile, config: SeriesConfig): History[] {
  return file.ranges.map((range, i) => historyOf(file, config, range, file.names[i]!));
}

function historyOf(file: SeriesFile, config: SeriesConfig, { from, to }: RowRange, name: string): History {
  const { numbers, date } = file.columns;
  const row = new Float64Array(file.width);
  const targetAt = config.targets.map((target) => numbers.indexOf(target.name));
  const end = knownRows(file, config, { from, to });
  const least = config.difference ? 2 : 1;
  if (end - from < least) throw userError('series/no-history', { file: file.file, rows: end - from, least });
  file.read(end - 1, row);
  const last = targetAt.map((d) => row[d]!);
  const lastDate = date && row[numbers.length]!;
  const step: DateStep | undefined = file.dates?.step;
  const dateOf = (n: number): number | undefined => {
    if (end + n < to && date) {
      file.read(end + n, row);
      return row[numbers.length];
    }
    return lastDate === undefined || step === undefined ? undefined : advance(lastDate, step, n + 1);
  };
  const others = config.inputs.map((column) => !config.targets.some((target) => target.name === column.name));
  const isKnown = to > end;
  return {
    name,
    range: { from: from + least - 1, to: end },
    last,
    date: dateOf,
    inputs: (steps) => futureInputs({ file, config, others, end, to, dateOf }, steps),
    kept: isKnown ? [] : config.inputs.filter((_, i) => others[i]).map((column) => column.name),
  };
}

/** The row after the last one in which every target is known. Throws series/gap, table/empty-cell. */
function knownRows(file: SeriesFile, { inputs, targets }: SeriesConfig, { from, to }: RowRange): number {
  const { numbers } = file.columns;
  const row = new Float64Array(file.width);
  let end = from;
  let gap: { readonly row: number; readonly column: string } | undefined;
  for (let at = from; at < to; at++) {
    file.read(at, row);
    const empty = numbers.filter((_, d) => Number.isNaN(row[d]!));
    const isTarget = (name: string) => targets.some((target) => target.name === name);
    const given = empty.find((name) => !isTarget(name) && inputs.some((input) => input.name === name));
    // the header is row 1
    const number = at + 2;
    if (given !== undefined)
      throw userError('table/empty-cell', { file: file.file, row: number, column: quote(given) });
    const column = empty.find(isTarget);
    if (column !== undefined) {
      gap ??= { row: number, column: quote(column) };
      continue;
    }
    if (gap !== undefined) throw userError('series/gap', { file: file.file, ...gap });
    end = at + 1;
  }
  return end;
}

function futureInputs(
  {
    file,
    config,
    others,
    end,
    to,
    dateOf,
  }: {
    readonly file: SeriesFile;
    readonly config: SeriesConfig;
    readonly others: readonly boolean[];
    readonly end: number;
    readonly to: number;
    readonly dateOf: (n: number) => number | undefined;
  },
  steps: number,
): Float32Array {
  const D = seriesWidth(config);
  const rows = numberRows(config.difference ? differenced(file) : file, config);
  const inputs = new Float32Array(steps * D);
  const last = new Float32Array(D);
  rows.readInputs(end - 1, last);
  for (let h = 0; h < steps; h++) {
    const into = inputs.subarray(h * D, (h + 1) * D);
    if (end + h < to) rows.readInputs(end + h, into);
    else {
      others.forEach((isOther, i) => {
        const { mean, deviation } = config.inputs[i]!;
        if (isOther) into[i] = config.difference ? -mean / deviation : last[i]!;
      });
      const time = dateOf(h);
      if (time !== undefined) writeCalendar(time, config.calendar, into, config.inputs.length);
    }
    last.set(into);
  }
  return inputs;
}
