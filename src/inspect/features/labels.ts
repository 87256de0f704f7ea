import { userError } from '../../core/errors.js';
import type { ReadyFeature } from './feature.js';

/** Some rows of the file, the first of which is row `first`; the header is row 1. */
interface LabelRows {
  readonly first: number;
  readonly rows: readonly (readonly string[])[];
}

/**
 * The user's own features from a CSV: a header of names, then a row of numbers per character of the text. Columns
 * called `position` or `char` are skipped. A column of only 0 and 1 is binary, any other graded: of such a column the
 * mean is subtracted before its numbers are rounded to 32 bits, so that large ones (times) keep their differences.
 * Rows beyond `most`, the characters that can be read, are only counted.
 */
export async function labelFeatures(
  batches: AsyncIterable<LabelRows>,
  { file, most }: { readonly file: string; readonly most: number },
): Promise<ReadyFeature[]> {
  let header: readonly string[] | undefined;
  let columns: Column[] = [];
  let count = 0;
  for await (const { first, rows } of batches) {
    rows.forEach((row, i) => {
      if (header === undefined) {
        header = row;
        columns = row.map((name) => createColumn(name, file));
      } else if (count++ < most) {
        columns.forEach((column, c) => column.add(row[c] ?? '', first + i));
      }
    });
  }
  return columns
    .filter(({ name }) => name !== 'position' && name !== 'char')
    .map(({ feature }) => feature(count));
}

interface Column {
  readonly name: string;
  add(text: string, row: number): void;
  /** The feature, of so many rows in the file. */
  feature(rows: number): ReadyFeature;
}

function createColumn(name: string, file: string): Column {
  let numbers = new Float64Array(1024);
  let length = 0;
  let sum = 0;
  let binary = true;
  const skipped = name === 'position' || name === 'char';
  return {
    name,
    add(text, row) {
      if (skipped) return;
      const value = text.trim() === '' ? NaN : Number(text);
      if (!Number.isFinite(value)) throw userError('labels/number', { file, row, column: name, value: text });
      if (length === numbers.length) {
        const longer = new Float64Array(2 * length);
        longer.set(numbers);
        numbers = longer;
      }
      numbers[length++] = value;
      sum += value;
      binary &&= value === 0 || value === 1;
    },
    feature(rows) {
      const center = binary || length === 0 ? 0 : sum / length;
      const labels = Float32Array.from(numbers.subarray(0, length), (value) => value - center);
      const values = ({ length: characters }: Int32Array): Float32Array => {
        if (characters === rows) return labels;
        throw userError('labels/length', { file, rows, characters });
      };
      return { name, kind: binary ? 'binary' : 'graded', what: `${name} (${file})`, values };
    },
  };
}
