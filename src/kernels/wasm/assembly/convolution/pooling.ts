import { read, write } from '../lanes';

/** y = the largest of each k×k block of x [R,S,S,C], four channels at a time; places = which of the block it is. */
export function maxPool(R: i32, S: i32, C: i32, k: i32, x: usize, y: usize, places: usize): void {
  const pixel = <usize>C << 2;
  const row = pixel * S;
  const side = S / k;
  for (let i = 0; i < R * side; i++, x += row * k) {
    for (let j = 0; j < side; j++) {
      let corner = x + pixel * (j * k);
      for (let left = C; left > 0; left -= 4, corner += 16) {
        let best = read(corner, left);
        let place = i32x4.splat(0);
        for (let u = 0, at = 0; u < k; u++) {
          for (let v = 0; v < k; v++, at++) {
            const value = read(corner + row * u + pixel * v, left);
            // NaN counts as the largest, so that divergence shows
            const wins = v128.or(f32x4.gt(value, best), f32x4.ne(value, value));
            best = v128.bitselect(value, best, wins);
            place = v128.bitselect(i32x4.splat(at), place, wins);
          }
        }
        write(y, best, left);
        write(places, place, left);
        const step = <usize>min(left, 4) << 2;
        y += step;
        places += step;
      }
    }
  }
}

/** dx = dy at the place of the largest of each block, 0 elsewhere. */
export function maxPoolBackward(R: i32, S: i32, C: i32, k: i32, dy: usize, places: usize, dx: usize): void {
  const pixel = <usize>C << 2;
  const row = pixel * S;
  const side = S / k;
  for (let i = 0; i < R * side; i++, dx += row * k) {
    for (let j = 0; j < side; j++) {
      let corner = dx + pixel * (j * k);
      for (let left = C; left > 0; left -= 4, corner += 16) {
        const gradient = read(dy, left);
        const place = read(places, left);
        for (let u = 0, at = 0; u < k; u++) {
          for (let v = 0; v < k; v++, at++) {
            const won = i32x4.eq(place, i32x4.splat(at));
            write(corner + row * u + pixel * v, v128.and(gradient, won), left);
          }
        }
        const step = <usize>min(left, 4) << 2;
        dy += step;
        places += step;
      }
    }
  }
}

/** y[r,:] = the mean of the P rows of x [R,P,C]. */
export function meanPool(R: i32, P: i32, C: i32, x: usize, y: usize): void {
  const wide = <usize>C << 2;
  const share = f32x4.splat(<f32>(1.0 / <f64>P));
  for (let r = 0; r < R; r++, x += wide * P, y += wide) {
    for (let left = C, at: usize = 0; left > 0; left -= 4, at += 16) {
      let sum = f32x4.splat(0);
      for (let p = 0, from = x + at; p < P; p++, from += wide) sum = f32x4.add(sum, read(from, left));
      write(y + at, f32x4.mul(sum, share), left);
    }
  }
}

/** dx[r,p,:] = dy[r,:] / P. */
export function meanPoolBackward(R: i32, P: i32, C: i32, dy: usize, dx: usize): void {
  const wide = <usize>C << 2;
  const share = f32x4.splat(<f32>(1.0 / <f64>P));
  for (let r = 0; r < R; r++, dy += wide, dx += wide * P) {
    for (let left = C, at: usize = 0; left > 0; left -= 4, at += 16) {
      const each = f32x4.mul(read(dy + at, left), share);
      for (let p = 0, to = dx + at; p < P; p++, to += wide) write(to, each, left);
    }
  }
}
