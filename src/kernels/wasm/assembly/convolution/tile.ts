import { madd, putRow } from '../lanes';

/**
 * The inner kernel of a convolution: the sums of up to four adjacent pixels × 8 outputs over their whole neighborhood.
 * `pixels` is a constant at every call. Four, not the six of gemm/tile.ts: in nested loops, engines spill more than
 * eight sums to memory.
 *
 *     x      the first pixel's neighborhood, k rows of k·C numbers, `across` bytes apart; the next pixel's begins C later
 *     panel  weights [k·k·C][8]
 */
// @ts-ignore: decorator
@inline
function tile(
  pixels: i32,
  k: i32,
  C: i32,
  x: usize,
  across: usize,
  panel: usize,
  beta: i32,
  y: usize,
  wide: usize,
  columns: i32,
): void {
  let s00 = f32x4.splat(0), s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0), s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0), s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0), s31 = f32x4.splat(0);
  const pixel = <usize>C << 2;
  const row = pixel * k;
  for (const last = x + across * k; x < last; x += across) {
    for (let at = x, end = x + row; at < end; at += 4, panel += 32) {
      const w0 = v128.load(panel);
      const w1 = v128.load(panel, 16);
      let a = v128.load_splat<f32>(at);
      s00 = madd(a, w0, s00);
      s01 = madd(a, w1, s01);
      if (pixels > 1) {
        a = v128.load_splat<f32>(at + pixel);
        s10 = madd(a, w0, s10);
        s11 = madd(a, w1, s11);
      }
      if (pixels > 2) {
        a = v128.load_splat<f32>(at + 2 * pixel);
        s20 = madd(a, w0, s20);
        s21 = madd(a, w1, s21);
      }
      if (pixels > 3) {
        a = v128.load_splat<f32>(at + 3 * pixel);
        s30 = madd(a, w0, s30);
        s31 = madd(a, w1, s31);
      }
    }
  }
  putRow(y, beta, s00, s01, columns);
  if (pixels > 1) putRow(y + wide, beta, s10, s11, columns);
  if (pixels > 2) putRow(y + 2 * wide, beta, s20, s21, columns);
  if (pixels > 3) putRow(y + 3 * wide, beta, s30, s31, columns);
}

export function pixels1(
  k: i32,
  C: i32,
  x: usize,
  across: usize,
  panel: usize,
  beta: i32,
  y: usize,
  wide: usize,
  columns: i32,
): void {
  tile(1, k, C, x, across, panel, beta, y, wide, columns);
}
export function pixels2(
  k: i32,
  C: i32,
  x: usize,
  across: usize,
  panel: usize,
  beta: i32,
  y: usize,
  wide: usize,
  columns: i32,
): void {
  tile(2, k, C, x, across, panel, beta, y, wide, columns);
}
export function pixels3(
  k: i32,
  C: i32,
  x: usize,
  across: usize,
  panel: usize,
  beta: i32,
  y: usize,
  wide: usize,
  columns: i32,
): void {
  tile(3, k, C, x, across, panel, beta, y, wide, columns);
}
export function pixels4(
  k: i32,
  C: i32,
  x: usize,
  across: usize,
  panel: usize,
  beta: i32,
  y: usize,
  wide: usize,
  columns: i32,
): void {
  tile(4, k, C, x, across, panel, beta, y, wide, columns);
}

/** `pixels` ≤ 4 pixels and `columns` ≤ 8 outputs: y = β·y + their sums; rows of y lie `wide` bytes apart. */
export function convolveTile(
  pixels: i32,
  k: i32,
  C: i32,
  x: usize,
  across: usize,
  panel: usize,
  beta: i32,
  y: usize,
  wide: usize,
  columns: i32,
): void {
  if (pixels === 4) pixels4(k, C, x, across, panel, beta, y, wide, columns);
  else if (pixels === 3) pixels3(k, C, x, across, panel, beta, y, wide, columns);
  else if (pixels === 2) pixels2(k, C, x, across, panel, beta, y, wide, columns);
  else pixels1(k, C, x, across, panel, beta, y, wide, columns);
}
