/** y[n,R] = β·y + xᵀ, in blocks of 4×4 that are transposed in registers, and element by element at the edges. */
export function transpose(R: i32, n: i32, x: usize, beta: i32, y: usize): void {
  const wide = <usize>n << 2;
  const high = <usize>R << 2;
  const wholeR = R & ~3;
  const wholeN = n & ~3;
  for (let r = 0; r < wholeR; r += 4) {
    for (let j = 0; j < wholeN; j += 4) turn4x4(x + r * wide + (j << 2), wide, beta, y + j * high + (r << 2), high);
    turn(r, r + 4, wholeN, n, x, wide, beta, y, high);
  }
  turn(wholeR, R, 0, n, x, wide, beta, y, high);
}

/** A block of 4×4; rows of x lie `wide` bytes apart, those of y `high`. */
// @ts-ignore: decorator
@inline
export function turn4x4(x: usize, wide: usize, beta: i32, y: usize, high: usize): void {
  const a = v128.load(x);
  const b = v128.load(x + wide);
  const c = v128.load(x + 2 * wide);
  const d = v128.load(x + 3 * wide);
  const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  put(y, beta, v128.shuffle<f64>(ab01, cd01, 0, 2));
  put(y + high, beta, v128.shuffle<f64>(ab01, cd01, 1, 3));
  put(y + 2 * high, beta, v128.shuffle<f64>(ab23, cd23, 0, 2));
  put(y + 3 * high, beta, v128.shuffle<f64>(ab23, cd23, 1, 3));
}

// @ts-ignore: decorator
@inline
function put(y: usize, beta: i32, lanes: v128): void {
  v128.store(y, beta ? f32x4.add(v128.load(y), lanes) : lanes);
}

/** Rows r … rEnd−1 and columns j … jEnd−1, element by element. */
function turn(
  r: i32,
  rEnd: i32,
  jFrom: i32,
  jEnd: i32,
  x: usize,
  wide: usize,
  beta: i32,
  y: usize,
  high: usize,
): void {
  for (; r < rEnd; r++) {
    for (let j = jFrom; j < jEnd; j++) {
      const to = y + j * high + (<usize>r << 2);
      const value = load<f32>(x + r * wide + (<usize>j << 2));
      store<f32>(to, beta ? load<f32>(to) + value : value);
    }
  }
}
