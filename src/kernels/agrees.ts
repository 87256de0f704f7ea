import type { Memory } from '../core/memory.js';
import { js } from './js/index.js';
import type { Kernels } from './kernels.js';

/**
 * Whether products of these kernels are those of the plain loops: asked once before foreign code - a runtime's new
 * instructions, a library of the system - is trusted with training. Covers every transposition and every edge of a tile.
 */
export function agrees(kernels: Kernels, memory: Memory): boolean {
  const [M, N, K] = [7, 13, 9];
  const a = memory.floats(M * K);
  const b = memory.floats(K * N);
  const c = memory.floats(M * N);
  for (let i = 0; i < a.length; i++) a[i] = Math.sin(i + 1);
  for (let i = 0; i < b.length; i++) b[i] = Math.cos(3 * i + 1);
  for (const transA of [false, true]) {
    for (const transB of [false, true]) {
      const expected = new Float64Array(M * N);
      js.gemm(transA, transB, M, N, K, a, b, 0, expected);
      kernels.gemm(transA, transB, M, N, K, a, b, 0, c);
      if (!c.every((value, i) => Math.abs(value - expected[i]!) < 1e-5)) return false;
    }
  }
  return true;
}
