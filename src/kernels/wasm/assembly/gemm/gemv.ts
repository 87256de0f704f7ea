import { madd, read, write } from '../lanes';

/**
 * y[N] = β·y + x[K]·packed, the product of one row: sampling, and a batch of one. No number of the matrix is used
 * twice here, so the speed is that of memory. Three panels are read side by side: three streams for the prefetcher,
 * six sums to hide the latency of an addition, and no more registers than there are.
 */
export function gemv(N: i32, K: i32, x: usize, packed: usize, beta: i32, y: usize): void {
  const apart = <usize>K << 5;
  let left = N;
  for (; left >= 24; left -= 24, packed += apart * 3, y += 96) dotThreePanels(K, x, packed, apart, beta, y);
  for (; left > 0; left -= 8, packed += apart, y += 32) dotPanel(K, x, packed, beta, y, left);
}

/** 24 columns. */
export function dotThreePanels(K: i32, x: usize, b: usize, apart: usize, beta: i32, y: usize): void {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
  let s4 = f32x4.splat(0), s5 = f32x4.splat(0);
  let b1 = b + apart;
  let b2 = b1 + apart;
  for (const end = x + (<usize>K << 2); x < end; x += 4, b += 32, b1 += 32, b2 += 32) {
    const a = v128.load_splat<f32>(x);
    s0 = madd(a, v128.load(b), s0);
    s1 = madd(a, v128.load(b, 16), s1);
    s2 = madd(a, v128.load(b1), s2);
    s3 = madd(a, v128.load(b1, 16), s3);
    s4 = madd(a, v128.load(b2), s4);
    s5 = madd(a, v128.load(b2, 16), s5);
  }
  put(y, beta, s0, s1, 8);
  put(y + 32, beta, s2, s3, 8);
  put(y + 64, beta, s4, s5, 8);
}

/** Eight columns, or the last ones; two numbers of x at a time, each with sums of its own. */
export function dotPanel(K: i32, x: usize, b: usize, beta: i32, y: usize, left: i32): void {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
  let k = K;
  for (; k >= 2; k -= 2, x += 8, b += 64) {
    let a = v128.load_splat<f32>(x);
    s0 = madd(a, v128.load(b), s0);
    s1 = madd(a, v128.load(b, 16), s1);
    a = v128.load_splat<f32>(x, 4);
    s2 = madd(a, v128.load(b, 32), s2);
    s3 = madd(a, v128.load(b, 48), s3);
  }
  if (k > 0) {
    const a = v128.load_splat<f32>(x);
    s0 = madd(a, v128.load(b), s0);
    s1 = madd(a, v128.load(b, 16), s1);
  }
  put(y, beta, f32x4.add(s0, s2), f32x4.add(s1, s3), left);
}

// @ts-ignore: decorator
@inline
function put(y: usize, beta: i32, low: v128, high: v128, left: i32): void {
  if (beta) {
    low = f32x4.add(low, read(y, left));
    if (left > 4) high = f32x4.add(high, read(y + 16, left - 4));
  }
  write(y, low, left);
  if (left > 4) write(y + 16, high, left - 4);
}
