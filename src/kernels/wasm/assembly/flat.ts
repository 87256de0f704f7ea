import { madd, read, sumLanes, write } from './lanes';

/** y += x. */
export function add(n: i32, x: usize, y: usize): void {
  for (let left = n; left > 0; left -= 4, x += 16, y += 16) write(y, f32x4.add(read(y, left), read(x, left)), left);
}

/** x *= a. */
export function scale(n: i32, a: f32, x: usize): void {
  for (let left = n; left > 0; left -= 4, x += 16) write(x, f32x4.mul(read(x, left), f32x4.splat(a)), left);
}

/** x held within ±limit; NaN stays NaN. */
export function clamp(n: i32, limit: f32, x: usize): void {
  const high = f32x4.splat(limit);
  const low = f32x4.splat(-limit);
  for (let left = n; left > 0; left -= 4, x += 16) write(x, f32x4.max(f32x4.min(read(x, left), high), low), left);
}

/** Σ x²: four float32 sums over at most 1,024 numbers, gathered in float64. */
export function sumSquares(n: i32, x: usize): f64 {
  let total: f64 = 0;
  for (let left = n; left > 0; ) {
    const end = max(left - 1024, 0);
    let sums = f32x4.splat(0);
    for (; left > end; left -= 4, x += 16) {
      const lanes = read(x, left);
      sums = madd(lanes, lanes, sums);
    }
    total += <f64>sumLanes(sums);
  }
  return total;
}
