import { createHash } from 'node:crypto';
import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import { createArrayFile, type ArrayFile } from '../../disk/array-file.js';
import { checkShape, readNumber } from '../table/checks.js';
import type { SeriesColumns } from './columns.js';
import { parseDate } from './dates.js';
import { createGroups } from './groups.js';
import type { SeriesFile, SeriesOptions } from './series-file.js';
import { createStepCounter, type StepCounter } from './steps.js';

/** Takes the rows of a file, checks them, and writes their numbers to a temporary file. */
interface SeriesWriter {
  begin(columns: SeriesColumns, shape: Parameters<typeof checkShape>[1]): void;
  /** Adds row number `row` of the file. */
  add(cells: readonly string[], row: number): void;
  finish(): SeriesFile;
  close(): void;
}

/** The one input of series that are a row each. */
const WIDE = 'value';
/** Numbers that are written at once. */
const BUFFER = 1 << 13;

export function createSeriesWriter(file: string, options: SeriesOptions): SeriesWriter {
  const { wide = false, allowsEmpty = false, workDirectory } = options;
  const numbers = createNumberBuffer(workDirectory);
  const groups = createGroups(file);
  const lastDates: number[] = [];
  let columns: SeriesColumns;
  let shape: Parameters<typeof checkShape>[1];
  let steps: StepCounter | undefined;
  let rows = 0;

  function numberOf(cells: readonly string[], n: number, row: number): number {
    const [column, cell] = [columns.numbers[n]!, cells[columns.at[n]!]!];
    if (cell.trim() !== '') return readNumber(cell, { file, row, column });
    if (allowsEmpty) return NaN;
    throw userError('table/empty-cell', { file, row, column: quote(column) });
  }

  function addDate(cells: readonly string[], series: number, row: number): void {
    const time = dateIn(cells, columns.date!, { file, row });
    steps!.add(time, lastDates[series], row);
    lastDates[series] = time;
    numbers.push(time);
  }

  return {
    begin(chosen, given) {
      columns = chosen;
      shape = given;
      if (chosen.date && !wide) steps = createStepCounter({ file, column: chosen.date.name });
    },
    add(cells, row) {
      checkShape(cells, shape, { file, row });
      const { by, label, at } = columns;
      const name = wide ? `row ${row}` : by ? cells[by.at]! : '';
      const series = groups.add(name, label && cells[label.at]!, { row, rows: wide ? at.length : 1 });
      at.forEach((_, n) => numbers.push(numberOf(cells, n, row)));
      if (steps) addDate(cells, series, row);
      rows += wide ? at.length : 1;
    },
    finish() {
      const array = numbers.finish();
      const { order, ...parts } = groups.finish();
      const width = wide ? 1 : columns.numbers.length + (steps ? 1 : 0);
      const seen = [array.digest, parts.names, parts.labels, parts.ranges, columns.numbers];
      return {
        ...parts,
        file,
        columns: wide ? { ...columns, inputs: [WIDE], numbers: [WIDE], date: undefined } : columns,
        rows,
        dates: steps?.finish(),
        digest: createHash('sha256').update(JSON.stringify(seen)).digest('hex'),
        width,
        read: (row, into) => array.read((order ? order[row]! : row) * width, into),
        close: () => array.close(),
      };
    },
    close: () => numbers.close(),
  };
}

/** The date in a row. Throws series/date. */
function dateIn(
  cells: readonly string[],
  { name, at }: NonNullable<SeriesColumns['date']>,
  where: { readonly file: string; readonly row: number },
): number {
  const time = parseDate(cells[at]!);
  if (time !== undefined) return time;
  throw userError('series/date', { ...where, column: quote(name), value: quote(cells[at]!) });
}

/** Numbers that are written some at a time. */
function createNumberBuffer(directory: string) {
  const file = createArrayFile(directory, Float64Array);
  const buffer = new Float64Array(BUFFER);
  let filled = 0;
  function flush(): void {
    file.append(buffer.subarray(0, filled));
    filled = 0;
  }
  return {
    push(value: number): void {
      buffer[filled++] = value;
      if (filled === BUFFER) flush();
    },
    finish(): ArrayFile {
      flush();
      return file.finish();
    },
    close: () => file.close(),
  };
}
