import { madd, putRow, read } from '../lanes';

/**
 * The inner kernel of the gradient of a convolution's weights: the sums of up to four adjacent weights × 8 outputs over
 * the S×S pixels of a map. `weights` and `whole` (all eight outputs exist) are constants at every call.
 *
 *     x   the input that the first weight meets at the first pixel; those of the next weights follow; rows are `across`
 *         bytes apart
 *     dy  the gradients of the first pixel's outputs; the next pixel's are `wide` bytes later
 */
// @ts-ignore: decorator
@inline
function tile(
  weights: i32,
  whole: bool,
  S: i32,
  C: i32,
  x: usize,
  across: usize,
  dy: usize,
  dW: usize,
  wide: usize,
  columns: i32,
): void {
  let s00 = f32x4.splat(0), s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0), s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0), s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0), s31 = f32x4.splat(0);
  const pixel = <usize>C << 2;
  const row = pixel * S;
  for (const last = x + across * S; x < last; x += across) {
    for (let at = x, end = x + row; at < end; at += pixel, dy += wide) {
      const d0 = whole ? v128.load(dy) : read(dy, columns);
      const d1 = whole ? v128.load(dy, 16) : columns > 4 ? read(dy + 16, columns - 4) : f32x4.splat(0);
      let a = v128.load_splat<f32>(at);
      s00 = madd(a, d0, s00);
      s01 = madd(a, d1, s01);
      if (weights > 1) {
        a = v128.load_splat<f32>(at, 4);
        s10 = madd(a, d0, s10);
        s11 = madd(a, d1, s11);
      }
      if (weights > 2) {
        a = v128.load_splat<f32>(at, 8);
        s20 = madd(a, d0, s20);
        s21 = madd(a, d1, s21);
      }
      if (weights > 3) {
        a = v128.load_splat<f32>(at, 12);
        s30 = madd(a, d0, s30);
        s31 = madd(a, d1, s31);
      }
    }
  }
  putRow(dW, 1, s00, s01, columns);
  if (weights > 1) putRow(dW + wide, 1, s10, s11, columns);
  if (weights > 2) putRow(dW + 2 * wide, 1, s20, s21, columns);
  if (weights > 3) putRow(dW + 3 * wide, 1, s30, s31, columns);
}

export function weights1(
  S: i32,
  C: i32,
  x: usize,
  across: usize,
  dy: usize,
  dW: usize,
  wide: usize,
): void {
  tile(1, true, S, C, x, across, dy, dW, wide, 8);
}
export function weights2(
  S: i32,
  C: i32,
  x: usize,
  across: usize,
  dy: usize,
  dW: usize,
  wide: usize,
): void {
  tile(2, true, S, C, x, across, dy, dW, wide, 8);
}
export function weights3(
  S: i32,
  C: i32,
  x: usize,
  across: usize,
  dy: usize,
  dW: usize,
  wide: usize,
): void {
  tile(3, true, S, C, x, across, dy, dW, wide, 8);
}
export function weights4(
  S: i32,
  C: i32,
  x: usize,
  across: usize,
  dy: usize,
  dW: usize,
  wide: usize,
): void {
  tile(4, true, S, C, x, across, dy, dW, wide, 8);
}
/** One weight of fewer than eight outputs. */
export function lastOutputs(
  S: i32,
  C: i32,
  x: usize,
  across: usize,
  dy: usize,
  dW: usize,
  wide: usize,
  columns: i32,
): void {
  tile(1, false, S, C, x, across, dy, dW, wide, columns);
}

/** Adds the gradient of `weights` ≤ 4 weights of `columns` ≤ 8 outputs; rows of dW lie `wide` bytes apart. */
export function gradientTile(
  weights: i32,
  S: i32,
  C: i32,
  x: usize,
  across: usize,
  dy: usize,
  dW: usize,
  wide: usize,
  columns: i32,
): void {
  if (columns < 8) {
    for (let n = 0; n < weights; n++) lastOutputs(S, C, x + (n << 2), across, dy, dW + n * wide, wide, columns);
  } else if (weights === 4) weights4(S, C, x, across, dy, dW, wide);
  else if (weights === 3) weights3(S, C, x, across, dy, dW, wide);
  else if (weights === 2) weights2(S, C, x, across, dy, dW, wide);
  else weights1(S, C, x, across, dy, dW, wide);
}
