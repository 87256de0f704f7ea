import type { Floats } from '../../core/floats.js';
import type { Packed } from '../kernels.js';
import type { JsPacked } from './gemm.js';

/**
 * Convolutions as plain loops, with padding p = (k−1)/2: what lies outside of a map is 0 and skipped. Maps are
 * channels-last, so row u of a pixel's neighborhood is adjacent numbers of the map, as is row u of the weights.
 */

/** y[r,i,j,o] = β·y + Σ_{u,v,c} x[r,i+u−p,j+v−p,c]·W[(u,v,c),o]. */
export function convolve(
  R: number,
  S: number,
  k: number,
  x: Floats,
  packed: Packed,
  _padded: Floats,
  beta: 0 | 1,
  y: Floats,
): void {
  const { K, N: O, data: W } = packed as JsPacked;
  const C = K / (k * k);
  const rowsOf = neighborhoods(S, C, k);
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
export function convolutionGradient(
  R: number,
  S: number,
  C: number,
  O: number,
  k: number,
  x: Floats,
  dy: Floats,
  _padded: Floats,
  dW: Floats,
): void {
  const rowsOf = neighborhoods(S, C, k);
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

/** A row of a neighborhood, as far as it lies in the map: `length` numbers from there in the map and in the weights. */
interface Piece {
  readonly from: number;
  readonly weight: number;
  readonly length: number;
}

/** The rows of each pixel's neighborhood. */
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
