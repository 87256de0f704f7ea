import { madd, read, sumLanes, write } from '../lanes';

/** x = 0. */
export function zero(n: i32, x: usize): void {
  memory.fill(x, 0, <usize>n << 2);
}

/** y += x. */
export function add(n: i32, x: usize, y: usize): void {
  for (let left = n; left > 0; left -= 4, x += 16, y += 16) write(y, f32x4.add(read(y, left), read(x, left)), left);
}

/** x *= a. */
export function scale(n: i32, a: f32, x: usize): void {
  for (let left = n; left > 0; left -= 4, x += 16) write(x, f32x4.mul(read(x, left), f32x4.splat(a)), left);
}

/** x clamped to ±limit; NaN stays NaN. */
export function clamp(n: i32, limit: f32, x: usize): void {
  const high = f32x4.splat(limit);
  const low = f32x4.splat(-limit);
  for (let left = n; left > 0; left -= 4, x += 16) write(x, f32x4.pmax(f32x4.pmin(read(x, left), high), low), left);
}

/** Σ x²: float32 sums over at most 1,024 numbers, four lanes wide and two side by side, gathered in float64. */
export function sumSquares(n: i32, x: usize): f64 {
  let total: f64 = 0;
  for (let left = n; left > 0; ) {
    const end = max(left - 1024, 0);
    let even = f32x4.splat(0);
    let odd = f32x4.splat(0);
    for (; left >= end + 8; left -= 8, x += 32) {
      const a = v128.load(x);
      const b = v128.load(x, 16);
      even = madd(a, a, even);
      odd = madd(b, b, odd);
    }
    for (; left > end; left -= 4, x += 16) {
      const a = read(x, left);
      even = madd(a, a, even);
    }
    total += <f64>sumLanes(f32x4.add(even, odd));
  }
  return total;
}
