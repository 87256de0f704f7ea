import type { Floats, Ids } from '../../core/floats.js';

/** y[r,:] = bias. */
export function broadcastRows(R: number, n: number, bias: Floats, y: Floats): void {
  for (let r = 0, at = 0; r < R; r++) {
    for (let j = 0; j < n; j++, at++) y[at] = bias[j]!;
  }
}

/** y[j] += Σ_r x[r,j]. */
export function sumRows(R: number, n: number, x: Floats, y: Floats): void {
  for (let r = 0, at = 0; r < R; r++) {
    for (let j = 0; j < n; j++, at++) y[j] = y[j]! + x[at]!;
  }
}

/** y[r,:] = table[ids[r],:]. */
export function gatherRows(R: number, n: number, table: Floats, ids: Ids, y: Floats): void {
  for (let r = 0, at = 0; r < R; r++) {
    const row = ids[r]! * n;
    for (let j = 0; j < n; j++, at++) y[at] = table[row + j]!;
  }
}

/** table[ids[r],:] += x[r,:]. */
export function scatterAddRows(R: number, n: number, x: Floats, ids: Ids, table: Floats): void {
  for (let r = 0, at = 0; r < R; r++) {
    const row = ids[r]! * n;
    for (let j = 0; j < n; j++, at++) table[row + j] = table[row + j]! + x[at]!;
  }
}

/** y[n,R] = β·y + xᵀ. */
export function transpose(R: number, n: number, x: Floats, beta: 0 | 1, y: Floats): void {
  for (let r = 0, at = 0; r < R; r++) {
    for (let j = 0, to = r; j < n; j++, at++, to += R) y[to] = beta === 0 ? x[at]! : y[to]! + x[at]!;
  }
}
