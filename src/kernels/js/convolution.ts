import type { Floats } from '../../core/floats.js';

/**
 * A convolution as a matrix product: im2col lays the k×k neighborhood of every pixel into one row, so that the product
 * of all rows with the weights [k·k·C, O] is the convolution of all pixels. Maps are channels-last, a pixel is a row.
 */

/** columns[(r,i,j), (u,v,c)] = x[r, i+u−p, j+v−p, c] with p = (k−1)/2, and 0 outside of the map. */
export function im2col(R: number, S: number, C: number, k: number, x: Floats, columns: Floats): void {
  const p = (k - 1) / 2;
  let to = 0;
  for (let r = 0; r < R; r++) {
    for (let i = 0; i < S; i++) {
      for (let j = 0; j < S; j++) {
        for (let u = i - p; u <= i + p; u++) {
          for (let v = j - p; v <= j + p; v++) {
            const isInside = u >= 0 && u < S && v >= 0 && v < S;
            const from = ((r * S + u) * S + v) * C;
            for (let c = 0; c < C; c++) columns[to++] = isInside ? x[from + c]! : 0;
          }
        }
      }
    }
  }
}

/** x[r, i+u−p, j+v−p, c] += columns[(r,i,j), (u,v,c)]: im2col transposed, from gradients of neighborhoods to those of pixels. */
export function col2im(R: number, S: number, C: number, k: number, columns: Floats, x: Floats): void {
  const p = (k - 1) / 2;
  let from = 0;
  for (let r = 0; r < R; r++) {
    for (let i = 0; i < S; i++) {
      for (let j = 0; j < S; j++) {
        for (let u = i - p; u <= i + p; u++) {
          for (let v = j - p; v <= j + p; v++, from += C) {
            if (u < 0 || u >= S || v < 0 || v >= S) continue;
            const to = ((r * S + u) * S + v) * C;
            for (let c = 0; c < C; c++) x[to + c] = x[to + c]! + columns[from + c]!;
          }
        }
      }
    }
  }
}
