import { read, write } from '../lanes';

/**
 * Products with weights of 16 bits; the numbers are defined in kernels/js/int16.ts, and the sums are of integers,
 * so that every order of adding gives the same ones. One instruction multiplies and adds eight numbers, twice as many
 * as in float32, and half the bytes are read.
 *
 *     w      [⌈N/16⌉][K'/2][16][2]   panels of 16 columns; two neighbors in k side by side. K' is K made even
 *     rows   [32][K'] int16, then 32 float32 scales: working space
 */

/** Rows that are rounded to integers at a time. */
const BLOCK: i32 = 32;
/** 1.5·2²³: added to a number below 2²², it leaves the nearest integer in the lowest bits. */
const MAGIC: f32 = 12582912;
const TINY: f32 = 1e-30;

/** C[M,N] = β·C + A[M,K]·packed. */
export function gemm16(
  M: i32, N: i32, K: i32, A: usize, w: usize, scales: usize, limit: f32, rows: usize, beta: i32, C: usize,
): void {
  const even = (K + 1) & ~1;
  const wide = <usize>even << 1;
  const rowScales = rows + wide * BLOCK;
  for (let from = 0; from < M; from += BLOCK) {
    const count = min(M - from, BLOCK);
    for (let r = 0; r < count; r++) {
      const scale = roundRow(K, A + (<usize>((from + r) * K) << 2), limit, rows + r * wide);
      store<f32>(rowScales + (r << 2), scale);
    }
    multiplyBlock(count, N, even, rows, rowScales, w, scales, beta, C + (<usize>(from * N) << 2));
  }
}

function multiplyBlock(
  M: i32, N: i32, even: i32, rows: usize, rowScales: usize, w: usize, scales: usize, beta: i32, C: usize,
): void {
  const wide = <usize>even << 1;
  const down = <usize>N << 2;
  for (let j = 0; j < N; j += 16, w += <usize>even << 5, scales += 64) {
    const columns = N - j;
    let r = 0;
    for (; r + 2 <= M; r += 2) {
      twoRows(even, rows + r * wide, wide, w, scales, rowScales + (r << 2), beta, C + r * down + (j << 2), down, columns);
    }
    if (r < M) oneRow(even, rows + r * wide, w, scales, rowScales + (r << 2), beta, C + r * down + (j << 2), columns);
  }
}

/** q = x/scale to the nearest integers, |q| ≤ limit; returns the scale, NaN when x is not finite. */
export function roundRow(K: i32, x: usize, limit: f32, q: usize): f32 {
  let most = i32x4.splat(0);
  let left = K;
  let at = x;
  for (; left > 0; left -= 4, at += 16) {
    most = i32x4.max_s(most, v128.and(read(at, left), i32x4.splat(0x7fffffff)));
  }
  const a = max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1));
  const b = max(i32x4.extract_lane(most, 2), i32x4.extract_lane(most, 3));
  const largest = reinterpret<f32>(max(a, b));
  const scale = largest < Infinity ? largest / limit : NaN;
  const perUnit = f32x4.splat(largest > TINY && largest < Infinity ? limit / largest : 0);
  const magic = f32x4.splat(MAGIC);
  const bits = i32x4.splat(0x4b400000);
  at = x;
  for (left = K; left > 0; left -= 4, at += 16, q += 8) {
    const whole = i32x4.sub(f32x4.add(f32x4.mul(read(at, left), perUnit), magic), bits);
    const short = i16x8.narrow_i32x4_s(whole, whole);
    if (left >= 4) v128.store64_lane(q, short, 0);
    else {
      v128.store32_lane(q, short, 0);
      if (left > 2) v128.store32_lane(q, short, 1, 4);
    }
  }
  return scale;
}

/** Sixteen columns of one row. */
export function oneRow(
  even: i32, x: usize, w: usize, scales: usize, rowScale: usize, beta: i32, y: usize, columns: i32,
): void {
  let s0 = i32x4.splat(0), s1 = i32x4.splat(0), s2 = i32x4.splat(0), s3 = i32x4.splat(0);
  for (const end = x + (<usize>even << 1); x < end; x += 4, w += 64) {
    const a = v128.load32_splat(x);
    s0 = i32x4.add(s0, i32x4.dot_i16x8_s(a, v128.load(w)));
    s1 = i32x4.add(s1, i32x4.dot_i16x8_s(a, v128.load(w, 16)));
    s2 = i32x4.add(s2, i32x4.dot_i16x8_s(a, v128.load(w, 32)));
    s3 = i32x4.add(s3, i32x4.dot_i16x8_s(a, v128.load(w, 48)));
  }
  putRow(s0, s1, s2, s3, scales, v128.load_splat<f32>(rowScale), beta, y, columns);
}

/** Sixteen columns of two rows: each weight that is loaded is used twice. */
export function twoRows(
  even: i32, x: usize, wide: usize, w: usize, scales: usize, rowScales: usize, beta: i32,
  y: usize, down: usize, columns: i32,
): void {
  let s0 = i32x4.splat(0), s1 = i32x4.splat(0), s2 = i32x4.splat(0), s3 = i32x4.splat(0);
  let t0 = i32x4.splat(0), t1 = i32x4.splat(0), t2 = i32x4.splat(0), t3 = i32x4.splat(0);
  for (const end = x + (<usize>even << 1); x < end; x += 4, w += 64) {
    const w0 = v128.load(w), w1 = v128.load(w, 16), w2 = v128.load(w, 32), w3 = v128.load(w, 48);
    let a = v128.load32_splat(x);
    s0 = i32x4.add(s0, i32x4.dot_i16x8_s(a, w0));
    s1 = i32x4.add(s1, i32x4.dot_i16x8_s(a, w1));
    s2 = i32x4.add(s2, i32x4.dot_i16x8_s(a, w2));
    s3 = i32x4.add(s3, i32x4.dot_i16x8_s(a, w3));
    a = v128.load32_splat(x + wide);
    t0 = i32x4.add(t0, i32x4.dot_i16x8_s(a, w0));
    t1 = i32x4.add(t1, i32x4.dot_i16x8_s(a, w1));
    t2 = i32x4.add(t2, i32x4.dot_i16x8_s(a, w2));
    t3 = i32x4.add(t3, i32x4.dot_i16x8_s(a, w3));
  }
  putRow(s0, s1, s2, s3, scales, v128.load_splat<f32>(rowScales), beta, y, columns);
  putRow(t0, t1, t2, t3, scales, v128.load_splat<f32>(rowScales, 4), beta, y + down, columns);
}

/** Up to sixteen sums times their scales into a row of C. */
// @ts-ignore: decorator
@inline
function putRow(
  s0: v128, s1: v128, s2: v128, s3: v128, scales: usize, rowScale: v128, beta: i32, y: usize, columns: i32,
): void {
  putFour(s0, scales, rowScale, beta, y, columns);
  if (columns > 4) putFour(s1, scales + 16, rowScale, beta, y + 16, columns - 4);
  if (columns > 8) putFour(s2, scales + 32, rowScale, beta, y + 32, columns - 8);
  if (columns > 12) putFour(s3, scales + 48, rowScale, beta, y + 48, columns - 12);
}

function putFour(sums: v128, scales: usize, rowScale: v128, beta: i32, y: usize, left: i32): void {
  let value = f32x4.mul(f32x4.convert_i32x4_s(sums), f32x4.mul(rowScale, v128.load(scales)));
  if (beta) value = f32x4.add(value, read(y, left));
  write(y, value, left);
}
