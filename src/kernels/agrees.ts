import type { Memory } from '../core/memory.js';
import { sum } from '../core/numbers.js';
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
 * Whether products of these kernels are right: checked once before foreign code (a runtime's new instructions, a system
 * library) is used for training. Covers every transposition, assigning and adding, and the classes of shape that the
 * program uses. A vector v checks C in few operations, as C v = op(A) (op(B) v) (Freivalds 1977), so that the program
 * starts sooner; an error in one number of C shows in its row, as no number of v is small.
 */
export function agrees(kernels: Kernels, memory: Memory): boolean {
  const largest = (of: (m: number, n: number, k: number) => number) =>
    memory.floats(Math.max(...shapes.map(([m, n, k]) => of(m, n, k))));
  const [a, b, c] = [largest((m, _, k) => m * k), largest((_, n, k) => k * n), largest((m, n) => m * n)];
  for (let i = 0; i < a.length; i++) a[i] = Math.sin(i + 1);
  for (let i = 0; i < b.length; i++) b[i] = Math.cos(3 * i + 1);
  for (const [M, N, K] of shapes) {
    const v = Float64Array.from({ length: N }, (_, j) => 1 + Math.abs(Math.sin(2 * j)));
    for (const [transA, transB, beta] of ways) {
      c.fill(0.5);
      kernels.gemm(transA, transB, M, N, K, a, b, beta, c);
      const expected = times(
        { X: a, R: M, C: K, transposed: transA },
        times({ X: b, R: K, C: N, transposed: transB }, v),
      );
      const before = beta * 0.5 * sum(v);
      const found = times({ X: c, R: M, C: N, transposed: false }, v);
      if (!found.every((sum, i) => Math.abs(sum - expected[i]! - before) < 4e-4)) return false;
    }
  }
  return true;
}

/** A matrix [R, C], stored as such or, transposed, as [C, R]. */
interface Matrix {
  readonly X: ArrayLike<number>;
  readonly R: number;
  readonly C: number;
  readonly transposed: boolean;
}

/** X v. */
function times({ X, R, C, transposed }: Matrix, v: Float64Array): Float64Array {
  const [row, column] = transposed ? [1, R] : [C, 1];
  return Float64Array.from({ length: R }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < C; j++) sum += X[i * row + j * column]! * v[j]!;
    return sum;
  });
}

const ways = [
  [false, false, 0],
  [false, true, 0],
  [true, false, 1],
  [true, true, 0],
  [false, true, 1],
] as const;
