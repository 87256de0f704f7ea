import { madd, read, write } from './lanes';

/**
 * y[N] = β·y + x[K]·packed, the product of one row: sampling, and a batch of one. Nothing can be used twice here, so
 * speed is that of reading the matrix. Four numbers of x at a time go to eight sums, which hides the time an addition takes.
 */
export function gemv(N: i32, K: i32, x: usize, packed: usize, beta: i32, y: usize): void {
  for (let left = N; left > 0; left -= 8, y += 32) {
    packed = dotPanel(K, x, packed, beta, y, left);
  }
}

/** Eight columns; returns where the next panel begins. */
// @ts-ignore: decorator
@inline
function dotPanel(K: i32, x: usize, b: usize, beta: i32, y: usize, left: i32): usize {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
  let s4 = f32x4.splat(0), s5 = f32x4.splat(0), s6 = f32x4.splat(0), s7 = f32x4.splat(0);
  let k = K;
  for (; k >= 4; k -= 4, x += 16, b += 128) {
    let a = v128.load_splat<f32>(x);
    s0 = madd(a, v128.load(b), s0);
    s1 = madd(a, v128.load(b, 16), s1);
    a = v128.load_splat<f32>(x, 4);
    s2 = madd(a, v128.load(b, 32), s2);
    s3 = madd(a, v128.load(b, 48), s3);
    a = v128.load_splat<f32>(x, 8);
    s4 = madd(a, v128.load(b, 64), s4);
    s5 = madd(a, v128.load(b, 80), s5);
    a = v128.load_splat<f32>(x, 12);
    s6 = madd(a, v128.load(b, 96), s6);
    s7 = madd(a, v128.load(b, 112), s7);
  }
  for (; k > 0; k--, x += 4, b += 32) {
    const a = v128.load_splat<f32>(x);
    s0 = madd(a, v128.load(b), s0);
    s1 = madd(a, v128.load(b, 16), s1);
  }
  let low = f32x4.add(f32x4.add(s0, s2), f32x4.add(s4, s6));
  let high = f32x4.add(f32x4.add(s1, s3), f32x4.add(s5, s7));
  if (beta) {
    low = f32x4.add(low, read(y, left));
    if (left > 4) high = f32x4.add(high, read(y + 16, left - 4));
  }
  write(y, low, left);
  if (left > 4) write(y + 16, high, left - 4);
  return b;
}
