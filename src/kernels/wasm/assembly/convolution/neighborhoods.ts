import { pad } from './convolution';
import { putRow, read, write } from '../lanes';

/**
 * The neighborhoods of all pixels as rows of a matrix, and the sums of what a product gave for them; see
 * js/convolution.ts.
 */

/** matrix[(r,i,j),(u,v,c)] = x[r,i+u−p,j+v−p,c]. */
export function im2col(R: i32, S: i32, C: i32, k: i32, x: usize, padded: usize, matrix: usize): void {
  const pixel = <usize>C << 2;
  const across = pixel * (S + k - 1);
  const row = pixel * k;
  memory.fill(padded, 0, across * (S + k - 1));
  for (let r = 0; r < R; r++, x += pixel * (S * S)) {
    pad(S, C, k, x, padded);
    for (let i = 0; i < S; i++) {
      for (let j = 0; j < S; j++) {
        let from = padded + across * i + pixel * j;
        for (let u = 0; u < k; u++, from += across, matrix += row) copyRow(from, matrix, row);
      }
    }
  }
}

/** Shorter than what memory.copy is made for. */
// @ts-ignore: decorator
@inline
function copyRow(from: usize, to: usize, bytes: usize): void {
  const end = from + bytes;
  for (const whole = end - (bytes & 15); from < whole; from += 16, to += 16) v128.store(to, v128.load(from));
  for (; from < end; from += 4, to += 4) store<f32>(to, load<f32>(from));
}

/** y[r,i,j,:] = β·y + Σ_{u,v} matrix[(r,i+u−p,j+v−p),(u,v,:)]. */
export function col2im(R: i32, S: i32, O: i32, k: i32, matrix: usize, beta: i32, y: usize): void {
  const p = (k - 1) >> 1;
  const piece = <usize>O << 2;
  const wide = piece * (k * k);
  for (let r = 0; r < R; r++, matrix += wide * (S * S)) {
    for (let i = 0; i < S; i++) {
      const u = max(p - i, 0);
      const rows = min(S + p - i, k) - u;
      for (let j = 0; j < S; j++, y += piece) {
        const v = max(p - j, 0);
        const columns = min(S + p - j, k) - v;
        const first = matrix + wide * ((i + u - p) * S + j + v - p) + piece * (u * k + v);
        sumPieces(rows, columns, first, wide * S + piece * k, wide + piece, beta, y, O);
      }
    }
  }
}

/** Adds up rows × columns pieces of O numbers; those of the next row lie `down` bytes later, of the next column `right`. */
// @ts-ignore: decorator
@inline
function sumPieces(
  rows: i32,
  columns: i32,
  first: usize,
  down: usize,
  right: usize,
  beta: i32,
  y: usize,
  O: i32,
): void {
  const width = right * columns;
  for (; O >= 8; O -= 8, first += 32, y += 32) {
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0);
    for (let row = first, n = rows; n > 0; n--, row += down) {
      for (let at = row, end = row + width; at < end; at += right) {
        s0 = f32x4.add(s0, v128.load(at));
        s1 = f32x4.add(s1, v128.load(at, 16));
      }
    }
    putRow(y, beta, s0, s1, 8);
  }
  for (; O > 0; O -= 4, first += 16, y += 16) {
    let sum = f32x4.splat(0);
    for (let row = first, n = rows; n > 0; n--, row += down) {
      for (let at = row, end = row + width; at < end; at += right) sum = f32x4.add(sum, read(at, O));
    }
    write(y, beta ? f32x4.add(read(y, O), sum) : sum, O);
  }
}
