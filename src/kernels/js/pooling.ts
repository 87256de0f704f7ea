import type { Floats, Ids } from '../../core/floats.js';

/**
 * y = the largest of each k×k block of x [R,S,S,C], channel by channel; places = which of the block it is, the first of
 * equals.
 */
export function maxPool(R: number, S: number, C: number, k: number, x: Floats, y: Floats, places: Ids): void {
  const side = S / k;
  for (let block = 0, to = 0; block < R * side * side; block++) {
    const corner = cornerOf(block, S, k) * C;
    for (let c = 0; c < C; c++, to++) {
      let best = x[corner + c]!;
      let place = 0;
      for (let at = 1; at < k * k; at++) {
        const value = x[corner + (Math.floor(at / k) * S + (at % k)) * C + c]!;
        // NaN counts as the largest, so that divergence shows
        if (value > best || Number.isNaN(value)) {
          best = value;
          place = at;
        }
      }
      y[to] = best;
      places[to] = place;
    }
  }
}

/** dx = dy at the place of the largest of each block, 0 elsewhere. */
export function maxPoolBackward(
  R: number,
  S: number,
  C: number,
  k: number,
  dy: Floats,
  places: Ids,
  dx: Floats,
): void {
  const side = S / k;
  for (let block = 0, from = 0; block < R * side * side; block++) {
    const corner = cornerOf(block, S, k) * C;
    for (let c = 0; c < C; c++, from++) {
      for (let at = 0; at < k * k; at++) {
        dx[corner + (Math.floor(at / k) * S + (at % k)) * C + c] = at === places[from] ? dy[from]! : 0;
      }
    }
  }
}

/** y[r,:] = the mean of the P rows of x [R,P,C]. */
export function meanPool(R: number, P: number, C: number, x: Floats, y: Floats): void {
  for (let r = 0; r < R; r++) {
    for (let c = 0; c < C; c++) {
      let sum = 0;
      for (let at = r * P * C + c, end = at + P * C; at < end; at += C) sum += x[at]!;
      y[r * C + c] = sum / P;
    }
  }
}

/** dx[r,p,:] = dy[r,:] / P. */
export function meanPoolBackward(R: number, P: number, C: number, dy: Floats, dx: Floats): void {
  for (let r = 0, to = 0; r < R; r++) {
    for (let p = 0; p < P; p++) {
      for (let c = 0; c < C; c++, to++) dx[to] = dy[r * C + c]! / P;
    }
  }
}

/** The pixel where a block begins: blocks are counted along the rows of each map. */
function cornerOf(block: number, S: number, k: number): number {
  const side = S / k;
  const row = Math.floor(block / side);
  return row * k * S + (block % side) * k;
}
