import type { Both } from '../search/report.js';

/** Cells or features in columns, [n, width], and where they are centered and scaled. */
export interface Columns {
  readonly n: number;
  readonly width: number;
  readonly values: Float32Array;
}

export interface Scale {
  readonly mean: Float64Array;
  /** 1 / deviation; 0 for a constant column. */
  readonly scale: Float64Array;
}

/** A column whose variance is below this share of its mean square is constant up to rounding. */
const CONSTANT = 1e-9;

/** The mean and scale of each column, in double precision. */
export function scaleOf({ n, width, values }: Columns): Scale {
  const mean = new Float64Array(width);
  const scale = new Float64Array(width);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < width; j++) mean[j]! += values[at++]! / n;
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < width; j++) scale[j]! += (values[at++]! - mean[j]!) ** 2 / n;
  const inverse = scale.map((variance, j) =>
    variance > CONSTANT * (variance + mean[j]! ** 2) ? 1 / Math.sqrt(variance) : 0,
  );
  return { mean, scale: inverse };
}

/** Columns with the mean taken off and scaled, times `factor`. */
export function standardize({ n, width, values }: Columns, { mean, scale }: Scale, factor = 1): Columns {
  const out = new Float32Array(n * width);
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < width; j++, at++) out[at] = (values[at]! - mean[j]!) * scale[j]! * factor;
  return { n, width, values: out };
}

/** Arrays side by side as columns. */
export function columnsOf(arrays: readonly ArrayLike<number>[], n: number): Columns {
  const width = arrays.length;
  const values = new Float32Array(n * width);
  arrays.forEach((array, j) => {
    for (let i = 0; i < n; i++) values[i * width + j] = array[i]!;
  });
  return { n, width, values };
}

/**
 * The share of each column's variance that predictions account for: 1 − Σ (y − p)² / Σ (y − ȳ)²; 0 for a constant
 * column.
 */
export function sharesOf(actual: Columns, predicted: ArrayLike<number>): Float64Array {
  const { n, width, values } = actual;
  const mean = new Float64Array(width);
  const [errors, squares] = [new Float64Array(width), new Float64Array(width)];
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < width; j++) mean[j]! += values[at++]! / n;
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < width; j++, at++) {
      errors[j]! += (values[at]! - predicted[at]!) ** 2;
      squares[j]! += (values[at]! - mean[j]!) ** 2;
    }
  }
  return errors.map((error, j) => (squares[j]! > 0 ? 1 - error / squares[j]! : 0));
}

/** Columns first ... first + width − 1. */
export function someColumns({ n, width: all, values }: Columns, first: number, width: number): Columns {
  const out = new Float32Array(n * width);
  for (let i = 0; i < n; i++) out.set(values.subarray(i * all + first, i * all + first + width), i * width);
  return { n, width, values: out };
}

/** Writes columns into others, from column `first` on. */
export function putColumns({ n, width, values }: Columns, into: Columns, first: number): void {
  for (let i = 0; i < n; i++)
    into.values.set(values.subarray(i * width, (i + 1) * width), i * into.width + first);
}

/** Both parts by the scale of one. */
export const standardizeBoth = ({ selection, heldOut }: Both<Columns>, scale: Scale): Both<Columns> => ({
  selection: standardize(selection, scale),
  heldOut: standardize(heldOut, scale),
});
