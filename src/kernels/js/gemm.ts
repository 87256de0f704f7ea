import type { Floats } from '../../core/floats.js';
import type { Memory } from '../../core/memory.js';
import type { Kernels, Packed } from '../kernels.js';

/**
 * Matrix products as plain loops.
 *
 *     C[i,j] = β·C[i,j] + Σ_k op(A)[i,k] · op(B)[k,j]
 *
 * Transposition is only a matter of strides. The loops walk C in tiles of 4×4 whose sixteen sums stay in registers,
 * so that each number loaded is used four times; sums are kept in float64.
 */
export const gemm: Kernels['gemm'] = (transA, transB, M, N, K, A, B, beta, C) => {
  const ai = transA ? 1 : K;
  const ak = transA ? M : 1;
  const bk = transB ? 1 : N;
  const bj = transB ? K : 1;
  const wholeM = M - (M % 4);
  const wholeN = N - (N % 4);
  for (let i = 0; i < wholeM; i += 4) {
    for (let j = 0; j < wholeN; j += 4)
      tile4x4(A, i * ai, ai, ak, B, j * bj, bj, bk, K, beta, C, i * N + j, N);
    for (let j = wholeN; j < N; j++) {
      for (let r = i; r < i + 4; r++) dot(A, r * ai, ak, B, j * bj, bk, K, beta, C, r * N + j);
    }
  }
  for (let i = wholeM; i < M; i++) {
    for (let j = 0; j < wholeN; j += 4) tile1x4(A, i * ai, ak, B, j * bj, bj, bk, K, beta, C, i * N + j);
    for (let j = wholeN; j < N; j++) dot(A, i * ai, ak, B, j * bj, bk, K, beta, C, i * N + j);
  }
};

/** Packed for plain loops: op(B) stored [N,K], so that both factors are read along k. */
export interface JsPacked extends Packed {
  readonly data: Floats;
}

export function createPacked(memory: Memory, K: number, N: number): Packed {
  return { K, N, data: memory.floats(K * N) } as JsPacked;
}

export function pack(transB: boolean, B: Floats, packed: Packed): void {
  const { K, N, data } = packed as JsPacked;
  if (transB) return data.set(B);
  for (let k = 0; k < K; k++) {
    for (let j = 0; j < N; j++) data[j * K + k] = B[k * N + j]!;
  }
}

export function gemmPacked(M: number, A: Floats, packed: Packed, beta: 0 | 1, C: Floats): void {
  const { K, N, data } = packed as JsPacked;
  gemm(false, true, M, N, K, A, data, beta, C);
}

/** Four rows of op(A) starting at `a` times four columns of op(B) starting at `b`, into C at `c`. */
function tile4x4(
  A: Floats,
  a: number,
  ai: number,
  ak: number,
  B: Floats,
  b: number,
  bj: number,
  bk: number,
  K: number,
  beta: 0 | 1,
  C: Floats,
  c: number,
  N: number,
): void {
  let s00 = 0, s01 = 0, s02 = 0, s03 = 0; // prettier-ignore
  let s10 = 0, s11 = 0, s12 = 0, s13 = 0; // prettier-ignore
  let s20 = 0, s21 = 0, s22 = 0, s23 = 0; // prettier-ignore
  let s30 = 0, s31 = 0, s32 = 0, s33 = 0; // prettier-ignore
  for (let k = 0; k < K; k++) {
    const a0 = A[a]!, a1 = A[a + ai]!, a2 = A[a + 2 * ai]!, a3 = A[a + 3 * ai]!; // prettier-ignore
    const b0 = B[b]!, b1 = B[b + bj]!, b2 = B[b + 2 * bj]!, b3 = B[b + 3 * bj]!; // prettier-ignore
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3; // prettier-ignore
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3; // prettier-ignore
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3; // prettier-ignore
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3; // prettier-ignore
    a += ak;
    b += bk;
  }
  put4(C, c, beta, s00, s01, s02, s03);
  put4(C, c + N, beta, s10, s11, s12, s13);
  put4(C, c + 2 * N, beta, s20, s21, s22, s23);
  put4(C, c + 3 * N, beta, s30, s31, s32, s33);
}

/** One row times four columns. */
function tile1x4(
  A: Floats,
  a: number,
  ak: number,
  B: Floats,
  b: number,
  bj: number,
  bk: number,
  K: number,
  beta: 0 | 1,
  C: Floats,
  c: number,
): void {
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0; // prettier-ignore
  for (let k = 0; k < K; k++) {
    const x = A[a]!;
    s0 += x * B[b]!;
    s1 += x * B[b + bj]!;
    s2 += x * B[b + 2 * bj]!;
    s3 += x * B[b + 3 * bj]!;
    a += ak;
    b += bk;
  }
  put4(C, c, beta, s0, s1, s2, s3);
}

/** One element of C. */
function dot(
  A: Floats,
  a: number,
  ak: number,
  B: Floats,
  b: number,
  bk: number,
  K: number,
  beta: 0 | 1,
  C: Floats,
  c: number,
): void {
  let sum = 0;
  for (let k = 0; k < K; k++) {
    sum += A[a]! * B[b]!;
    a += ak;
    b += bk;
  }
  C[c] = beta === 0 ? sum : C[c]! + sum;
}

function put4(C: Floats, c: number, beta: 0 | 1, s0: number, s1: number, s2: number, s3: number): void {
  if (beta === 0) {
    C[c] = s0;
    C[c + 1] = s1;
    C[c + 2] = s2;
    C[c + 3] = s3;
  } else {
    C[c] = C[c]! + s0;
    C[c + 1] = C[c + 1]! + s1;
    C[c + 2] = C[c + 2]! + s2;
    C[c + 3] = C[c + 3]! + s3;
  }
}
