import { read, write } from '../lanes';

/** Bytes that are copied at once: their source stays in the first-level cache. */
const PIECE: usize = 1 << 14;

/** y[r,:] = bias: one row, then what is already there, twice as much each time, but not more than PIECE. */
export function broadcastRows(R: i32, n: i32, bias: usize, y: usize): void {
  const all = <usize>(R * n) << 2;
  let done = min(<usize>n << 2, all);
  memory.copy(y, bias, done);
  // a piece that is copied again and again consists of whole rows
  let piece = done;
  for (; done < all; done += piece) {
    if (piece + piece <= PIECE) piece = done;
    memory.copy(y + done, y, min(piece, all - done));
  }
}

/** y += Σ_r x[r,:], four rows at a time. */
export function sumRows(R: i32, n: i32, x: usize, y: usize): void {
  const wide = <usize>n << 2;
  let r = 0;
  for (; r + 4 <= R; r += 4, x += wide * 4) {
    for (let left = n, at: usize = 0; left > 0; left -= 4, at += 16) {
      const row = x + at;
      const pair = f32x4.add(read(row, left), read(row + wide, left));
      const next = f32x4.add(read(row + 2 * wide, left), read(row + 3 * wide, left));
      write(y + at, f32x4.add(read(y + at, left), f32x4.add(pair, next)), left);
    }
  }
  for (; r < R; r++, x += wide) addRow(n, x, y);
}

/** y[r,:] = table[ids[r],:]. */
export function gatherRows(R: i32, n: i32, table: usize, ids: usize, y: usize): void {
  const wide = <usize>n << 2;
  for (let r = 0; r < R; r++, y += wide) memory.copy(y, table + wide * load<i32>(ids + (<usize>r << 2)), wide);
}

/** table[ids[r],:] += x[r,:], in the order of r. */
export function scatterAddRows(R: i32, n: i32, x: usize, ids: usize, table: usize): void {
  const wide = <usize>n << 2;
  for (let r = 0; r < R; r++, x += wide) addRow(n, x, table + wide * load<i32>(ids + (<usize>r << 2)));
}

// @ts-ignore: decorator
@inline
function addRow(n: i32, x: usize, y: usize): void {
  for (let left = n; left > 0; left -= 4, x += 16, y += 16) write(y, f32x4.add(read(y, left), read(x, left)), left);
}
