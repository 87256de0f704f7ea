import type { Floats } from '../../core/floats.js';
import type { Memory } from '../../core/memory.js';
import type { Filters } from '../convolution-kernels.js';

/**
 * Convolutions as plain loops, with padding p = (k−1)/2: what lies outside of a map is 0 and skipped. Maps are
 * channels-last, so row u of a pixel's neighborhood is adjacent numbers of the map, as is row u of the weights.
 */
interface JsFilters extends Filters {
  /** W [O,k·k·C]. */
  readonly W: Floats;
  /** The rows of each pixel's neighborhood. */
  readonly rowsOf: readonly (readonly Piece[])[];
}

/** A row of a neighborhood, as far as it lies in the map: `length` numbers from there in the map and in the weights. */
interface Piece {
  readonly from: number;
  readonly weight: number;
  readonly length: number;
}

export function createFilters(memory: Memory, S: number, k: number, C: number, O: number): Filters {
  return { S, k, C, O, W: memory.floats(k * k * C * O), rowsOf: neighborhoods(S, C, k) } as JsFilters;
}

export function packFilters(transposed: boolean, from: Floats, filters: Filters): void {
  const { k, C, O, W } = filters as JsFilters;
  if (transposed) return W.set(from);
  const K = k * k * C;
  for (let n = 0; n < K; n++) {
    for (let o = 0; o < O; o++) W[o * K + n] = from[n * O + o]!;
  }
}

/** y[r,i,j,o] = β·y + Σ_{u,v,c} x[r,i+u−p,j+v−p,c]·W[(u,v,c),o]. */
export function convolve(R: number, x: Floats, filters: Filters, beta: 0 | 1, y: Floats): void {
  const { S, k, C, O, W, rowsOf } = filters as JsFilters;
  const K = k * k * C;
  for (let pixel = 0; pixel < R * S * S; pixel++) {
    const rows = rowsOf[pixel % (S * S)]!;
    const map = (pixel - (pixel % (S * S))) * C;
    for (let o = 0; o < O; o++) {
      let sum = 0;
      for (const { from, weight, length } of rows) {
        for (let n = 0; n < length; n++) sum += x[map + from + n]! * W[o * K + weight + n]!;
      }
      const to = pixel * O + o;
      y[to] = beta === 0 ? sum : y[to]! + sum;
    }
  }
}

/** dW[(u,v,c),o] += Σ_{r,i,j} x[r,i+u−p,j+v−p,c]·dy[r,i,j,o]. */
export function convolutionGradient(R: number, x: Floats, dy: Floats, filters: Filters, dW: Floats): void {
  const { S, C, O, rowsOf } = filters as JsFilters;
  for (let pixel = 0; pixel < R * S * S; pixel++) {
    const map = (pixel - (pixel % (S * S))) * C;
    for (const { from, weight, length } of rowsOf[pixel % (S * S)]!) {
      for (let n = 0; n < length; n++) {
        const value = x[map + from + n]!;
        for (let o = 0; o < O; o++) {
          const to = (weight + n) * O + o;
          dW[to] = dW[to]! + value * dy[pixel * O + o]!;
        }
      }
    }
  }
}

/** matrix[(r,i,j),(u,v,c)] = x[r,i+u−p,j+v−p,c]. */
export function im2col(R: number, x: Floats, filters: Filters, matrix: Floats): void {
  const { S, k, C, rowsOf } = filters as JsFilters;
  const K = k * k * C;
  matrix.fill(0, 0, R * S * S * K);
  for (let pixel = 0; pixel < R * S * S; pixel++) {
    const map = (pixel - (pixel % (S * S))) * C;
    for (const { from, weight, length } of rowsOf[pixel % (S * S)]!) {
      for (let n = 0; n < length; n++) matrix[pixel * K + weight + n] = x[map + from + n]!;
    }
  }
}

/** y[r,i,j,o] = β·y + Σ_{u,v} matrix[(r,i+u−p,j+v−p),(u,v,o)]. */
export function col2im(R: number, matrix: Floats, filters: Filters, beta: 0 | 1, y: Floats): void {
  const { S, k, O } = filters;
  const rowsOf = neighborhoods(S, 1, k);
  for (let pixel = 0; pixel < R * S * S; pixel++) {
    const map = pixel - (pixel % (S * S));
    for (let o = 0; o < O; o++) {
      let sum = 0;
      for (const { from, weight, length } of rowsOf[pixel % (S * S)]!) {
        for (let n = 0; n < length; n++) sum += matrix[((map + from + n) * k * k + weight + n) * O + o]!;
      }
      const to = pixel * O + o;
      y[to] = beta === 0 ? sum : y[to]! + sum;
    }
  }
}

function neighborhoods(S: number, C: number, k: number): Piece[][] {
  const p = (k - 1) / 2;
  return Array.from({ length: S * S }, (_, pixel) => {
    const [i, j] = [Math.floor(pixel / S), pixel % S];
    const [left, right] = [Math.max(j - p, 0), Math.min(j + p + 1, S)];
    const pieces: Piece[] = [];
    for (let u = Math.max(p - i, 0); u < Math.min(p - i + S, k); u++) {
      const from = ((i + u - p) * S + left) * C;
      const weight = (u * k + left - j + p) * C;
      pieces.push({ from, weight, length: (right - left) * C });
    }
    return pieces;
  });
}
