import { BETWEEN_CHECKS, type Check } from '../core/check.js';
import { permutation, type Permutation } from '../core/permutation.js';
import { createRng } from '../core/rng.js';
import type { OwnParts } from './splits.js';

/** Rows of a table, in some order. */
export type RowList = Permutation;

/** The rows of a table for training, validation and test. */
export interface RowSplit {
  readonly train: RowList;
  readonly validation: RowList;
  readonly test: RowList;
}

/** The shares of its parts that are held out. */
type Shares = { readonly validation: number; readonly test: number };

/** The stream of a run's seed that its split is drawn from. */
const SPLIT_STREAM = 0x5917;

/**
 * Divides rows 0 ... rows − 1 by a shuffle that depends on the seed alone (tables are often sorted, so that their end
 * would hold labels their beginning lacks). Shares are rounded down; a share above 0 gets at least one row if
 * training keeps one. `check` is called while they are shuffled.
 */
export function splitRows(rows: number, share: Shares, seed: number, check?: Check): RowSplit {
  const order = permutation(rows, createRng(seed, SPLIT_STREAM), { check });
  const part = (of: number, left: number) =>
    of === 0 ? 0 : Math.min(left, Math.max(1, Math.floor(rows * of)));
  const test = part(share.test, rows - 1);
  const validation = part(share.validation, rows - 1 - test);
  const middle = rows - validation - test;
  return {
    train: slice(order, 0, middle),
    validation: slice(order, middle, middle + validation),
    test: slice(order, middle + validation, rows),
  };
}

/** Divides by `divide` the rows that are in no part of their own; those parts are the last rows. */
export function splitBeside(
  own: OwnParts = {},
  rows: number,
  share: Shares,
  divide: (rows: number, share: Shares) => RowSplit,
): RowSplit {
  const main = rows - (own.validation ?? 0) - (own.test ?? 0);
  const split = divide(main, {
    validation: own.validation === undefined ? share.validation : 0,
    test: own.test === undefined ? share.test : 0,
  });
  const all: RowList = { length: rows, at: (place) => place };
  return {
    train: split.train,
    validation: own.validation === undefined ? split.validation : slice(all, main, main + own.validation),
    test: own.test === undefined ? split.test : slice(all, rows - own.test, rows),
  };
}

function slice({ at }: RowList, from: number, to: number): RowList {
  return { length: to - from, at: (place) => at(from + place) };
}

/** A list in memory. */
export function rowsOf({ length, at }: RowList): Uint32Array {
  return Uint32Array.from({ length }, (_, place) => at(place));
}

/**
 * Divides rows so that each part has its share of every label: `labels[row]` is the label of a row. Rows are shuffled as
 * in splitRows(). The first row of a label is for training; of n rows, n·share are held out, rounded.
 */
export function stratifyRows(
  labels: ArrayLike<number>,
  share: Shares,
  seed: number,
  check?: Check,
): RowSplit {
  const order = permutation(labels.length, createRng(seed, SPLIT_STREAM), { check });
  // per label: rows so far, and those of them that are held out
  const seen: number[] = [];
  const tested: number[] = [];
  const validated: number[] = [];
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  for (let place = 0; place < labels.length; place++) {
    if (place % BETWEEN_CHECKS === 0) check?.();
    const row = order.at(place);
    const label = labels[row]!;
    const n = (seen[label] = (seen[label] ?? 0) + 1);
    const wanted = (of: number) => (n === 1 ? 0 : Math.floor(n * of + 0.5));
    const [inTest, held] = [tested[label] ?? 0, (tested[label] ?? 0) + (validated[label] ?? 0)];
    if (inTest < wanted(share.test)) {
      tested[label] = inTest + 1;
      parts.test.push(row);
    } else if (held < wanted(share.test + share.validation)) {
      validated[label] = held - inTest + 1;
      parts.validation.push(row);
    } else parts.train.push(row);
  }
  return { train: listOf(parts.train), validation: listOf(parts.validation), test: listOf(parts.test) };
}

function listOf(rows: readonly number[]): RowList {
  const packed = Uint32Array.from(rows);
  return { length: packed.length, at: (place) => packed[place]! };
}
