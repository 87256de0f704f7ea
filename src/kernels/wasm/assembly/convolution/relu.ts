import { read, write } from '../lanes';

/** y = max(x, 0); NaN stays NaN. */
export function relu(n: i32, x: usize, y: usize): void {
  for (let left = n; left > 0; left -= 4, x += 16, y += 16) write(y, f32x4.max(read(x, left), f32x4.splat(0)), left);
}

/** dx = dy where y > 0, else 0. */
export function reluBackward(n: i32, y: usize, dy: usize, dx: usize): void {
  for (let left = n; left > 0; left -= 4, y += 16, dy += 16, dx += 16) {
    write(dx, v128.and(read(dy, left), f32x4.gt(read(y, left), f32x4.splat(0))), left);
  }
}
