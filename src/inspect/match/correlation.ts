import type { Floats } from '../../core/floats.js';
import type { Backend } from '../forward/subject.js';

/** Sums over rows of a table [n, columns], piece by piece, in float64. */
export interface Moments {
  readonly n: number;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  add(rows: Floats, n: number): void;
}

export function createMoments(columns: number): Moments {
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  let count = 0;
  return {
    sums,
    squares,
    get n() {
      return count;
    },
    add(rows, n) {
      count += n;
      for (let row = 0; row < n; row++) {
        for (let column = 0; column < columns; column++) {
          const value = rows[row * columns + column]!;
          sums[column]! += value;
          squares[column]! += value * value;
        }
      }
    },
  };
}

/** Σ x_i·y_j over the rows of two tables: products of pieces in the kernels' float32, their sum in float64. */
export interface CrossProduct {
  /** [columns of x, columns of y]. */
  readonly sums: Float64Array;
  /** x [n, columns of x] and y [n, columns of y] are in the memory of the kernels. */
  add(x: Floats, y: Floats, n: number): void;
}

export function createCrossProduct({ kernels, memory }: Backend, ofX: number, ofY: number): CrossProduct {
  const piece = memory.floats(ofX * ofY);
  const sums = new Float64Array(ofX * ofY);
  return {
    sums,
    add(x, y, n) {
      kernels.gemm(true, false, ofX, ofY, n, x, y, 0, piece);
      for (let i = 0; i < sums.length; i++) sums[i]! += piece[i]!;
    },
  };
}

/** Below this share of its mean square a column does not vary: float32 has no digits left for it. */
const LEAST_VARIANCE = 1e-9;

/** Pearson's correlation of column i of x with column j of y; 0 where one is constant. */
export function correlation({ sums }: CrossProduct, x: Moments, y: Moments, i: number, j: number): number {
  const { n } = x;
  const [a, b] = [x.sums[i]! / n, y.sums[j]! / n];
  const [xx, yy] = [x.squares[i]! / n, y.squares[j]! / n];
  const [varX, varY] = [xx - a * a, yy - b * b];
  if (varX <= LEAST_VARIANCE * xx || varY <= LEAST_VARIANCE * yy) return 0;
  return (sums[i * y.sums.length + j]! / n - a * b) / Math.sqrt(varX * varY);
}

/** The strongest correlation of every column of x with a column of y, and of every one of y with one of x. */
export function strongest(
  product: CrossProduct,
  x: Moments,
  y: Moments,
): { readonly ofX: Float64Array; readonly ofY: Float64Array; readonly partnersOfX: Int32Array } {
  const ofX = new Float64Array(x.sums.length);
  const ofY = new Float64Array(y.sums.length);
  const partnersOfX = new Int32Array(ofX.length);
  for (let i = 0; i < ofX.length; i++) {
    for (let j = 0; j < ofY.length; j++) {
      const size = Math.abs(correlation(product, x, y, i, j));
      if (size > ofX[i]!) [ofX[i], partnersOfX[i]] = [size, j];
      if (size > ofY[j]!) ofY[j] = size;
    }
  }
  return { ofX, ofY, partnersOfX };
}
