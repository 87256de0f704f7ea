import { packColumns, packRows } from './pack';
import { multiplyTile } from './tile';
import { dotPanel, gemv } from './gemv';

/**
 * C[M,N] = β·C + op(A)·op(B), blocked for the caches as in Goto & van de Geijn (2008): a block of op(B), KC × NC,
 * stays in the second-level cache and a panel of it, KC × 8, in the first, while tiles of op(A) stream past.
 */

/** Rows, inner length and columns of a block: 96 KB of op(A), 256 KB of op(B), 8 KB for a panel of it. */
const MC: i32 = 96;
const KC: i32 = 256;
const NC: i32 = 256;

/** Where packed blocks are; every instance of the module has its own. */
let blockA: usize = 0;
let blockB: usize = 0;

/** Bytes of working space that `setScratch` must be given. */
export function scratchBytes(): i32 {
  return (MC * KC + KC * NC) << 2;
}

export function setScratch(at: usize): void {
  blockA = at;
  blockB = at + (<usize>(MC * KC) << 2);
}

export function gemm(
  transA: i32,
  transB: i32,
  M: i32,
  N: i32,
  K: i32,
  A: usize,
  B: usize,
  beta: i32,
  C: usize,
): void {
  const downA = <usize>(transA ? 1 : K) << 2;
  const alongA = <usize>(transA ? M : 1) << 2;
  const downB = <usize>(transB ? 1 : N) << 2;
  const alongB = <usize>(transB ? K : 1) << 2;
  if (K === 0 && !beta) memory.fill(C, 0, <usize>(M * N) << 2);
  for (let k = 0; k < K; k += KC) {
    const inner = min(K - k, KC);
    for (let j = 0; j < N; j += NC) {
      const columns = min(N - j, NC);
      const apart = <usize>inner << 5;
      packColumns(inner, columns, B + k * downB + j * alongB, downB, alongB, blockB, apart);
      multiplyBlock(M, columns, inner, A + k * alongA, downA, alongA, blockB, apart, beta | k, C + (j << 2), N);
    }
  }
}

/** C[M,N] = β·C + A·packed, where `packed` is all of op(B) in panels [K][8]. */
export function gemmPacked(M: i32, N: i32, K: i32, A: usize, packed: usize, beta: i32, C: usize): void {
  const apart = <usize>K << 5;
  if (M === 1) return gemv(N, K, A, packed, beta, C);
  for (let k = 0; k < K; k += KC) {
    const panels = packed + (k << 5);
    multiplyBlock(M, N, min(K - k, KC), A + (k << 2), <usize>K << 2, 4, panels, apart, beta | k, C, N);
  }
}

/**
 * The same, with every sum in the order of gemv: the whole of K in one tile, and the last N mod 24 columns as gemv does
 * them. A row of C is the same bytes whatever the other rows are.
 */
export function gemmRows(M: i32, N: i32, K: i32, A: usize, packed: usize, beta: i32, C: usize): void {
  if (M === 1) return gemv(N, K, A, packed, beta, C);
  const whole = N - (N % 24);
  const apart = <usize>K << 5;
  const wide = <usize>N << 2;
  const most = max(1, (MC * KC) / max(1, K));
  for (let from = 0; from < M; from += most) {
    const rows = min(most, M - from);
    multiplyRows(rows, whole, K, A + (<usize>(from * K) << 2), <usize>K << 2, 4, packed, apart, beta, C + from * wide, wide);
  }
  packed += (<usize>whole >> 3) * apart;
  for (let j = whole; j < N; j += 8, packed += apart) {
    for (let i = 0; i < M; i++) dotPanel(K, A + (<usize>(i * K) << 2), packed, beta, C + i * wide + (j << 2), N - j);
  }
}

/** packed = op(B), for gemmPacked. */
export function pack(transB: i32, N: i32, K: i32, B: usize, packed: usize): void {
  const down = <usize>(transB ? 1 : N) << 2;
  const along = <usize>(transB ? K : 1) << 2;
  packColumns(K, N, B, down, along, packed, <usize>K << 5);
}

/** All rows of op(A) times one packed block of op(B), in blocks of at most MC rows of about the same height. */
function multiplyBlock(
  M: i32,
  N: i32,
  K: i32,
  A: usize,
  down: usize,
  along: usize,
  panels: usize,
  apart: usize,
  beta: i32,
  C: usize,
  width: i32,
): void {
  const wide = <usize>width << 2;
  const blocks = (M + MC - 1) / MC;
  for (let block = 0; block < blocks; block++) {
    const from = (block * M) / blocks;
    const rows = ((block + 1) * M) / blocks - from;
    multiplyRows(rows, N, K, A + from * down, down, along, panels, apart, beta, C + from * wide, wide);
  }
}

/** At most MC rows, in tiles of at most six of about the same height. */
function multiplyRows(
  M: i32,
  N: i32,
  K: i32,
  A: usize,
  down: usize,
  along: usize,
  panels: usize,
  apart: usize,
  beta: i32,
  C: usize,
  wide: usize,
): void {
  const tiles = (M + 5) / 6;
  for (let tile = 0; tile < tiles; tile++) {
    const from = (tile * M) / tiles;
    const rows = ((tile + 1) * M) / tiles - from;
    packRows(rows, K, A + from * down, down, along, blockA + (<usize>(from * K) << 2));
  }
  for (let j = 0; j < N; j += 8, panels += apart) {
    const columns = min(N - j, 8);
    for (let tile = 0; tile < tiles; tile++) {
      const from = (tile * M) / tiles;
      const rows = ((tile + 1) * M) / tiles - from;
      const a = blockA + (<usize>(from * K) << 2);
      multiplyTile(rows, K, a, panels, beta, C + from * wide + (j << 2), wide, columns);
    }
  }
}
