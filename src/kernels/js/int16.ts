import type { Floats } from '../../core/floats.js';
import type { Memory } from '../../core/memory.js';
import type { Packed } from '../kernels.js';

/**
 * Products with weights of 16 bits, for sampling. Each column of weights is quantized to integers times a scale, and
 * so is each row that is multiplied:
 *
 *     w[k,j] ≈ W[k,j]·s[j]   |W| ≤ 32767        a[i,k] ≈ A[i,k]·t[i]   |A| ≤ 2047
 *     C[i,j] = β·C[i,j] + t[i]·s[j]·Σ_k A[i,k]·W[k,j]
 *
 * s[j] is the smallest scale that keeps every partial sum below 2³¹, so the sums are exact and do not depend on their
 * order: a row's result is the same bytes in every backend and whatever the other rows are.
 */
export interface Int16Packed extends Packed {
  /** W in panels [⌈N/16⌉][⌈K/2⌉][16][2]: two neighbors in k side by side; see wasm/assembly/int16.ts. */
  readonly weights: Int16Array;
  /** s [⌈N/16⌉·16]. */
  readonly scales: Float32Array;
  /** Working space: 32 rows of integers and their scales. */
  readonly rows: Int16Array;
}

/** The largest integer of a row that is multiplied. */
export const LIMIT = 2047;
/** Rows whose largest magnitude is below this are treated as zeros. */
const TINY = 1e-30;
const PANEL = 16;
const BLOCK = 32;

export function createPacked16(memory: Memory, K: number, N: number): Int16Packed {
  const columns = Math.ceil(N / PANEL) * PANEL;
  const even = K + (K % 2);
  const shorts = (length: number) => {
    const { buffer, byteOffset } = memory.bytes(length * 2);
    return new Int16Array(buffer, byteOffset, length);
  };
  const scales = memory.bytes(columns * 4);
  return {
    K,
    N,
    weights: shorts(columns * even),
    rows: shorts(BLOCK * even + 2 * BLOCK),
    scales: new Float32Array(scales.buffer, scales.byteOffset, columns),
  };
}

export function pack16(transB: boolean, B: Floats, packed: Packed): void {
  const { K, N, weights, scales } = packed as Int16Packed;
  const even = K + (K % 2);
  const [down, along] = transB ? [1, K] : [N, 1];
  for (let j = 0; j < N; j++) {
    const scale = (scales[j] = scaleOf(B, j * along, down, K));
    const perUnit = scale > 0 ? 1 / scale : 0;
    const panel = Math.floor(j / PANEL) * PANEL * even + (j % PANEL) * 2;
    for (let k = 0; k < K; k++) {
      const at = panel + (k >> 1) * PANEL * 2 + (k & 1);
      weights[at] = Math.round(B[j * along + k * down]! * perUnit);
    }
  }
}

/** The smallest scale with |W| ≤ 32767 and LIMIT·Σ|W| < 2³¹, rounding included. NaN for weights that are not finite. */
function scaleOf(B: Floats, at: number, down: number, K: number): number {
  let most = 0;
  let sum = 0;
  for (let k = 0; k < K; k++, at += down) {
    const size = Math.abs(B[at]!);
    most = Math.max(most, size);
    sum += size;
  }
  return Math.fround(Math.max(most / 32766, sum / (2 ** 31 / LIMIT - K)));
}

export function gemmPacked16(M: number, A: Floats, packed: Packed, beta: 0 | 1, C: Floats): void {
  const { K, N, weights, scales, rows } = packed as Int16Packed;
  const even = K + (K % 2);
  for (let i = 0; i < M; i++) {
    const rowScale = roundRow(A, i * K, K, rows);
    for (let j = 0; j < N; j++) {
      let sum = 0;
      let at = Math.floor(j / PANEL) * PANEL * even + (j % PANEL) * 2;
      for (let k = 0; k < K; k += 2, at += PANEL * 2) {
        sum += rows[k]! * weights[at]! + rows[k + 1]! * weights[at + 1]!;
      }
      const value = Math.fround(Math.fround(sum) * Math.fround(rowScale * scales[j]!));
      C[i * N + j] = beta === 0 ? value : value + C[i * N + j]!;
    }
  }
}

/** Rounds a row divided by its scale to the nearest integers. Returns the scale; NaN when the row is not finite. */
function roundRow(A: Floats, at: number, K: number, q: Int16Array): number {
  let largest = 0;
  for (let k = at; k < at + K; k++) largest = Math.max(largest, Math.abs(A[k]!));
  const perUnit = largest > TINY && largest < Infinity ? Math.fround(LIMIT / largest) : 0;
  // float32 rounding, half to even, as the SIMD instruction does
  const magic = 12582912;
  for (let k = 0; k < K; k++) q[k] = Math.fround(Math.fround(A[at + k]! * perUnit) + magic) - magic;
  if (K % 2 === 1) q[K] = 0;
  return largest < Infinity ? Math.fround(largest / LIMIT) : NaN;
}
