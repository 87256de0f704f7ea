import { parseString } from 'fast-csv';
import { userError } from '../../core/errors.js';
import { mean } from '../../core/mean.js';
import type { Feature } from './feature.js';

/**
 * The user's own features from a CSV: a header of names, then a row of numbers per character of the text. Columns
 * called `position` or `char` are skipped. A column of only 0 and 1 is binary, any other graded: of such a column the
 * mean is subtracted before its numbers are rounded to 32 bits, so that large ones (times) keep their differences.
 */
export async function labelFeatures(csv: string, file: string): Promise<Feature[]> {
  const rows = await readRows(csv).catch((reason: Error) => {
    throw userError('labels/csv', { file, reason: reason.message.split('\n')[0]!.slice(0, 80) }, reason);
  });
  const header = rows.shift() ?? [];
  return header.flatMap((name, column) =>
    name === 'position' || name === 'char' ? [] : [labelFeature(name, column, rows, file)],
  );
}

function labelFeature(name: string, column: number, rows: string[][], file: string): Feature {
  const numbers = Float64Array.from(rows, (row, i) => {
    const text = row[column] ?? '';
    const value = text.trim() === '' ? NaN : Number(text);
    if (!Number.isFinite(value))
      throw userError('labels/number', { file, row: i + 2, column: name, value: text });
    return value;
  });
  const kind = numbers.every((value) => value === 0 || value === 1) ? 'binary' : 'graded';
  const center = kind === 'binary' ? 0 : mean(numbers);
  const labels = Float32Array.from(numbers, (value) => value - center);
  const values = ({ length }: Int32Array): Float32Array => {
    if (length === labels.length) return labels;
    throw userError('labels/length', { file, rows: labels.length, characters: length });
  };
  return { name, kind, what: `${name} (${file})`, values };
}

function readRows(csv: string): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    const rows: string[][] = [];
    parseString<string[], string[]>(csv)
      .on('data', (row: string[]) => rows.push(row))
      .on('error', reject)
      .on('end', () => resolve(rows));
  });
}
