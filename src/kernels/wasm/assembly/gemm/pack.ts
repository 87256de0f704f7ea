/**
 * Matrices copied into the order in which gemm-tile.ts reads them, so that the innermost loop walks straight through
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
    turn4(B + (k << 2), along, panel + (k << 5));
    turn4(B + (k << 2) + (along << 2), along, panel + (k << 5) + 16);
  }
  packEdge(K - wholeK, 8, B + (wholeK << 2), 4, along, panel + (wholeK << 5));
}

// @ts-ignore: decorator
@inline
function turn4(B: usize, along: usize, panel: usize): void {
  const a = v128.load(B);
  const b = v128.load(B + along);
  const c = v128.load(B + 2 * along);
  const d = v128.load(B + 3 * along);
  const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(panel, v128.shuffle<f64>(ab01, cd01, 0, 2));
  v128.store(panel, v128.shuffle<f64>(ab01, cd01, 1, 3), 32);
  v128.store(panel, v128.shuffle<f64>(ab23, cd23, 0, 2), 64);
  v128.store(panel, v128.shuffle<f64>(ab23, cd23, 1, 3), 96);
}

function packEdge(K: i32, columns: i32, B: usize, down: usize, along: usize, panel: usize): void {
  for (let k = 0; k < K; k++, B += down, panel += 32) {
    for (let j = 0; j < 8; j++) {
      store<f32>(panel + (j << 2), j < columns ? load<f32>(B + j * along) : 0);
    }
  }
}
