import { madd, putRow } from '../lanes';

/**
 * The inner kernel of the product: a tile of C, `rows` × 8, whose sums stay in registers for the whole of K.
 *
 *     a  a panel of op(A): [K][rows], one column of the tile after the other
 *     b  a panel of op(B): [K][8]
 *
 * Six rows take twelve registers for sums, two for b and one for a: all fifteen that the engine allocates on x86-64.
 * `rows` is a constant at every call, so the ifs are resolved at compile time.
 */
// @ts-ignore: decorator
@inline
function tile(rows: i32, K: i32, a: usize, b: usize, beta: i32, c: usize, wide: usize, columns: i32): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0);
  let c50 = f32x4.splat(0), c51 = f32x4.splat(0);
  for (const end = b + (<usize>K << 5); b < end; b += 32, a += rows << 2) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load_splat<f32>(a);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    if (rows > 1) {
      x = v128.load_splat<f32>(a, 4);
      c10 = madd(x, b0, c10);
      c11 = madd(x, b1, c11);
    }
    if (rows > 2) {
      x = v128.load_splat<f32>(a, 8);
      c20 = madd(x, b0, c20);
      c21 = madd(x, b1, c21);
    }
    if (rows > 3) {
      x = v128.load_splat<f32>(a, 12);
      c30 = madd(x, b0, c30);
      c31 = madd(x, b1, c31);
    }
    if (rows > 4) {
      x = v128.load_splat<f32>(a, 16);
      c40 = madd(x, b0, c40);
      c41 = madd(x, b1, c41);
    }
    if (rows > 5) {
      x = v128.load_splat<f32>(a, 20);
      c50 = madd(x, b0, c50);
      c51 = madd(x, b1, c51);
    }
  }
  putRow(c, beta, c00, c01, columns);
  if (rows > 1) putRow(c + wide, beta, c10, c11, columns);
  if (rows > 2) putRow(c + 2 * wide, beta, c20, c21, columns);
  if (rows > 3) putRow(c + 3 * wide, beta, c30, c31, columns);
  if (rows > 4) putRow(c + 4 * wide, beta, c40, c41, columns);
  if (rows > 5) putRow(c + 5 * wide, beta, c50, c51, columns);
}

export function tile1(K: i32, a: usize, b: usize, beta: i32, c: usize, wide: usize, columns: i32): void {
  tile(1, K, a, b, beta, c, wide, columns);
}
export function tile2(K: i32, a: usize, b: usize, beta: i32, c: usize, wide: usize, columns: i32): void {
  tile(2, K, a, b, beta, c, wide, columns);
}
export function tile3(K: i32, a: usize, b: usize, beta: i32, c: usize, wide: usize, columns: i32): void {
  tile(3, K, a, b, beta, c, wide, columns);
}
export function tile4(K: i32, a: usize, b: usize, beta: i32, c: usize, wide: usize, columns: i32): void {
  tile(4, K, a, b, beta, c, wide, columns);
}
export function tile5(K: i32, a: usize, b: usize, beta: i32, c: usize, wide: usize, columns: i32): void {
  tile(5, K, a, b, beta, c, wide, columns);
}
export function tile6(K: i32, a: usize, b: usize, beta: i32, c: usize, wide: usize, columns: i32): void {
  tile(6, K, a, b, beta, c, wide, columns);
}

/** C[rows, columns] = β·C + a·b for rows ≤ 6, columns ≤ 8; rows of C lie `wide` bytes apart. */
export function multiplyTile(
  rows: i32,
  K: i32,
  a: usize,
  b: usize,
  beta: i32,
  c: usize,
  wide: usize,
  columns: i32,
): void {
  if (rows === 6) tile6(K, a, b, beta, c, wide, columns);
  else if (rows === 5) tile5(K, a, b, beta, c, wide, columns);
  else if (rows === 4) tile4(K, a, b, beta, c, wide, columns);
  else if (rows === 3) tile3(K, a, b, beta, c, wide, columns);
  else if (rows === 2) tile2(K, a, b, beta, c, wide, columns);
  else tile1(K, a, b, beta, c, wide, columns);
}
