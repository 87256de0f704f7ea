import { splitRows, type RowList } from '../../data/split-rows.js';
import { textParts } from '../../data/splits.js';
import type { RowRange, SeriesPart } from '../../tasks/forecast.js';
import type { TrainOptions } from '../../train/options.js';
import type { PartName } from '../material.js';
import type { SeriesFile } from './series-file.js';

/** A part, and the series that it consists of. */
export interface Part extends SeriesPart {
  readonly members: readonly number[];
}

export type Parts = Readonly<Record<PartName, Part>>;

/** Divides one series in time; of several, each is in one part as a whole. */
export function divideSeries(
  { rows, ranges }: SeriesFile,
  { split, seed }: Pick<TrainOptions, 'split' | 'seed'>,
  inTime: boolean,
): Parts {
  const all = ranges.map((_, i) => i);
  const whole = (members: readonly number[]): Part => ({
    members,
    ranges: members.map((i) => ranges[i]!),
    begins: members.map((i) => ranges[i]!.from),
  });
  if (inTime) {
    const { validation, test } = textParts(rows, split);
    const [{ from: first }] = ranges as [RowRange];
    const part = (from: number, to: number): Part => {
      const range: readonly RowRange[] = to > from ? [{ from, to }] : [];
      return { members: [0], ranges: range, begins: range.map(() => first) };
    };
    return {
      train: part(first, validation[0]),
      validation: part(...validation),
      test: part(...test),
      all: part(first, rows),
    };
  }
  const rowsOf = splitRows(ranges.length, split, seed);
  const members = (list: RowList) =>
    Array.from({ length: list.length }, (_, i) => list.at(i)).sort((a, b) => a - b);
  return {
    train: whole(members(rowsOf.train)),
    validation: whole(members(rowsOf.validation)),
    test: whole(members(rowsOf.test)),
    all: whole(all),
  };
}
