import { gradientTile } from './gradient-tile';
import { convolveTile } from './tile';

/**
 * Convolutions without a matrix of neighborhoods; see js/convolution.ts. One map at a time is copied into an array with a
 * border of zeros, which stays in the first-level cache. There row u of a pixel's neighborhood is k·C adjacent numbers,
 * and those of the next pixel begin C numbers later: tiles like those of gemm/tile.ts read the map itself.
 */

/** y[r,i,j,:] = β·y + Σ_{u,v,c} x[r,i+u−p,j+v−p,c]·packed[(u,v,c),:], for `packed` in panels [k·k·C][8]. */
export function convolve(
  R: i32,
  S: i32,
  C: i32,
  O: i32,
  k: i32,
  x: usize,
  packed: usize,
  padded: usize,
  beta: i32,
  y: usize,
): void {
  const across = <usize>(S + k - 1) * C * 4;
  const apart = <usize>(k * k * C) << 5;
  const wide = <usize>O << 2;
  const tiles = (S + 3) / 4;
  memory.fill(padded, 0, across * (S + k - 1));
  for (let r = 0; r < R; r++, x += <usize>(S * S * C) << 2) {
    pad(S, C, k, x, padded);
    for (let i = 0; i < S; i++, y += wide * S) {
      const row = padded + across * i;
      for (let tile = 0; tile < tiles; tile++) {
        const from = (tile * S) / tiles;
        const pixels = ((tile + 1) * S) / tiles - from;
        const at = row + (<usize>(from * C) << 2);
        for (let o = 0, panel = packed; o < O; o += 8, panel += apart) {
          convolveTile(pixels, k, C, at, across, panel, beta, y + wide * from + (<usize>o << 2), wide, min(O - o, 8));
        }
      }
    }
  }
}

/** dW[(u,v,c),:] += Σ_{r,i,j} x[r,i+u−p,j+v−p,c]·dy[r,i,j,:]. */
export function convolutionGradient(
  R: i32,
  S: i32,
  C: i32,
  O: i32,
  k: i32,
  x: usize,
  dy: usize,
  padded: usize,
  dW: usize,
): void {
  const across = <usize>(S + k - 1) * C * 4;
  const wide = <usize>O << 2;
  const tiles = (k * C + 3) / 4;
  memory.fill(padded, 0, across * (S + k - 1));
  for (let r = 0; r < R; r++, x += <usize>(S * S * C) << 2, dy += wide * (S * S)) {
    pad(S, C, k, x, padded);
    for (let u = 0; u < k; u++) {
      const row = padded + across * u;
      const to = dW + wide * (u * k * C);
      for (let tile = 0; tile < tiles; tile++) {
        const from = (tile * k * C) / tiles;
        const weights = ((tile + 1) * k * C) / tiles - from;
        const at = row + (<usize>from << 2);
        for (let o = 0; o < O; o += 8) {
          const column = <usize>o << 2;
          gradientTile(weights, S, C, at, across, dy + column, to + wide * from + column, wide, min(O - o, 8));
        }
      }
    }
  }
}

/** A map [S,S,C] into the middle of padded [S+k−1,S+k−1,C], whose border is 0. */
export function pad(S: i32, C: i32, k: i32, x: usize, padded: usize): void {
  const p = (k - 1) >> 1;
  const across = <usize>(S + k - 1) * C * 4;
  const row = <usize>(S * C) << 2;
  padded += across * p + (<usize>(p * C) << 2);
  for (let i = 0; i < S; i++, x += row, padded += across) memory.copy(padded, x, row);
}
