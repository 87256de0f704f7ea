import { read, write } from './lanes';

/**
 * Neighborhoods of pixels as rows, and back; see js/convolution.ts. Channels lie innermost, so the pixels of one row of a
 * neighborhood are one piece of the map: at most k pieces a pixel, shorter at the edges.
 */

/** columns[(r,i,j), (u,v,c)] = x[r, i+u−p, j+v−p, c], 0 outside. */
export function im2col(R: i32, S: i32, C: i32, k: i32, x: usize, columns: usize): void {
  const p = (k - 1) >> 1;
  const pixel = <usize>C << 2;
  const row = pixel * S;
  for (let r = 0; r < R; r++, x += row * S) {
    for (let i = 0; i < S; i++) {
      for (let j = 0; j < S; j++) {
        const before = max(p - j, 0);
        const inside = min(j + p + 1, S) - max(j - p, 0);
        const after = k - before - inside;
        const from = x + pixel * max(j - p, 0);
        for (let u = i - p; u <= i + p; u++) {
          if (u < 0 || u >= S) {
            clear(C * k, columns);
            columns += pixel * k;
            continue;
          }
          if (before > 0) clear(C * before, columns);
          columns += pixel * before;
          copy(C * inside, from + row * u, columns);
          columns += pixel * inside;
          if (after > 0) clear(C * after, columns);
          columns += pixel * after;
        }
      }
    }
  }
}

/** x[r, i+u−p, j+v−p, c] += columns[(r,i,j), (u,v,c)]. */
export function col2im(R: i32, S: i32, C: i32, k: i32, columns: usize, x: usize): void {
  const p = (k - 1) >> 1;
  const pixel = <usize>C << 2;
  const row = pixel * S;
  for (let r = 0; r < R; r++, x += row * S) {
    for (let i = 0; i < S; i++) {
      for (let j = 0; j < S; j++, columns += pixel * k * k) {
        const before = max(p - j, 0);
        const inside = min(j + p + 1, S) - max(j - p, 0);
        const to = x + pixel * max(j - p, 0);
        for (let u = 0; u < k; u++) {
          const at = i + u - p;
          if (at >= 0 && at < S) accumulate(C * inside, columns + pixel * (u * k + before), to + row * at);
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function copy(n: i32, x: usize, y: usize): void {
  for (let left = n; left > 0; left -= 4, x += 16, y += 16) write(y, read(x, left), left);
}

// @ts-ignore: decorator
@inline
function clear(n: i32, y: usize): void {
  for (let left = n; left > 0; left -= 4, y += 16) write(y, f32x4.splat(0), left);
}

// @ts-ignore: decorator
@inline
function accumulate(n: i32, x: usize, y: usize): void {
  for (let left = n; left > 0; left -= 4, x += 16, y += 16) write(y, f32x4.add(read(y, left), read(x, left)), left);
}
