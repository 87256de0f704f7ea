/**
 * Four floats at a time. A row whose length is not a multiple of four ends in a group of one to three; `left` is how
 * many are left of the row, and nothing after its end is read or written.
 */

/** x[0 … 3], or the `left` < 4 that remain followed by zeros. */
// @ts-ignore: decorator
@inline
export function read(x: usize, left: i32): v128 {
  return left >= 4 ? v128.load(x) : loadTail(x, left);
}

/** Writes four lanes, or the `left` < 4 that remain. */
// @ts-ignore: decorator
@inline
export function write(x: usize, lanes: v128, left: i32): void {
  if (left >= 4) v128.store(x, lanes);
  else storeTail(x, lanes, left);
}

/** Eight sums into a row, added to what it holds where `beta` is 1, or as many as it has columns. */
export function putRow(c: usize, beta: i32, low: v128, high: v128, columns: i32): void {
  if (beta) {
    low = f32x4.add(low, read(c, columns));
    if (columns > 4) high = f32x4.add(high, read(c + 16, columns - 4));
  }
  write(c, low, columns);
  if (columns > 4) write(c + 16, high, columns - 4);
}

/** a·b + c: one rounding where the machine has relaxed SIMD, two elsewhere. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** The sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

// @ts-ignore: decorator
@inline
function loadTail(x: usize, left: i32): v128 {
  let lanes = v128.load32_zero(x);
  if (left > 1) lanes = v128.load32_lane(x, lanes, 1, 4);
  if (left > 2) lanes = v128.load32_lane(x, lanes, 2, 8);
  return lanes;
}

// @ts-ignore: decorator
@inline
function storeTail(x: usize, lanes: v128, left: i32): void {
  v128.store32_lane(x, lanes, 0);
  if (left > 1) v128.store32_lane(x, lanes, 1, 4);
  if (left > 2) v128.store32_lane(x, lanes, 2, 8);
}
