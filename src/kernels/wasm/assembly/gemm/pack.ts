import { turn4x4 } from './transpose';

/**
 * Matrices copied into the order in which tile.ts reads them, so that the innermost loop walks straight through
 * memory. `down` and `along` are the distances in bytes between rows and between columns of op(A) or op(B);
 * a transposed operand is the same matrix with the two exchanged.
 */

/** A panel [K][rows] of op(A). */
export function packRows(rows: i32, K: i32, A: usize, down: usize, along: usize, panel: usize): void {
  for (let k = 0; k < K; k++, A += along) {
    let from = A;
    for (let r = 0; r < rows; r++, from += down, panel += 4) store<f32>(panel, load<f32>(from));
  }
}

/** op(B) [K,N] as ⌈N/8⌉ panels [K][8], `apart` bytes apart; the last is padded with zeros. */
export function packColumns(K: i32, N: i32, B: usize, down: usize, along: usize, panels: usize, apart: usize): void {
  for (let j = 0; j < N; j += 8, panels += apart, B += along << 3) {
    const columns = min(N - j, 8);
    if (along === 4 && columns === 8) copyPanel(K, B, down, panels);
    else if (down === 4 && columns === 8) turnPanel(K, B, along, panels);
    else packEdge(K, columns, B, down, along, panels);
  }
}

/** Eight adjacent columns. */
function copyPanel(K: i32, B: usize, down: usize, panel: usize): void {
  for (let k = 0; k < K; k++, B += down, panel += 32) {
    v128.store(panel, v128.load(B));
    v128.store(panel, v128.load(B, 16), 16);
  }
}

/** Eight columns that are stored as rows: read along the rows, four numbers at a time. */
function turnPanel(K: i32, B: usize, along: usize, panel: usize): void {
  const wholeK = K & ~3;
  for (let k = 0; k < wholeK; k += 4) {
    turn4x4(B + (k << 2), along, 0, panel + (k << 5), 32);
    turn4x4(B + (k << 2) + (along << 2), along, 0, panel + (k << 5) + 16, 32);
  }
  packEdge(K - wholeK, 8, B + (wholeK << 2), 4, along, panel + (wholeK << 5));
}

function packEdge(K: i32, columns: i32, B: usize, down: usize, along: usize, panel: usize): void {
  for (let k = 0; k < K; k++, B += down, panel += 32) {
    for (let j = 0; j < 8; j++) {
      store<f32>(panel + (j << 2), j < columns ? load<f32>(B + j * along) : 0);
    }
  }
}
