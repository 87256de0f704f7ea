import type { Memory } from '../core/memory.js';
import { js } from './js/index.js';
import type { Kernels } from './kernels.js';

/**
 * M, N, K: single rows, fewer and more rows than a library takes at once, edges of tiles, and blocks of their caches.
 */
const shapes = [
  [1, 33, 20],
  [3, 40, 17],
  [7, 13, 9],
  [16, 64, 48],
  [33, 130, 65],
  [70, 20, 260],
] as const;

/**
 * Whether products of these kernels are those of the plain loops: checked once before foreign code (a runtime's new
 * instructions, a system library) is used for training. Covers every transposition, assigning and adding,
 * and the classes of shape that the program uses.
 */
export function agrees(kernels: Kernels, memory: Memory): boolean {
  const largest = (of: (m: number, n: number, k: number) => number) =>
    memory.floats(Math.max(...shapes.map(([m, n, k]) => of(m, n, k))));
  const [a, b, c] = [largest((m, _, k) => m * k), largest((_, n, k) => k * n), largest((m, n) => m * n)];
  for (let i = 0; i < a.length; i++) a[i] = Math.sin(i + 1);
  for (let i = 0; i < b.length; i++) b[i] = Math.cos(3 * i + 1);
  for (const [M, N, K] of shapes) {
    for (const [transA, transB, beta] of ways) {
      const expected = new Float64Array(M * N).fill(0.5);
      c.fill(0.5);
      js.gemm(transA, transB, M, N, K, a, b, beta, expected);
      kernels.gemm(transA, transB, M, N, K, a, b, beta, c);
      for (let i = 0; i < expected.length; i++) if (!(Math.abs(c[i]! - expected[i]!) < 1e-4)) return false;
    }
  }
  return true;
}

const ways = [
  [false, false, 0],
  [false, true, 0],
  [true, false, 1],
  [true, true, 0],
  [false, true, 1],
] as const;
