import fc from 'fast-check';
import { createPlainMemory } from '../../src/core/memory.js';
import { js } from '../../src/kernels/js/index.js';
import { expectClose } from '../helpers/expect-close.js';

/** Σ_k op(A)[i,k]·op(B)[k,j], straight from the definition. */
function product(
  tA: boolean,
  tB: boolean,
  M: number,
  N: number,
  K: number,
  A: Float64Array,
  B: Float64Array,
): number[] {
  const C: number[] = [];
  for (let i = 0; i < M; i++) {
    for (let j = 0; j < N; j++) {
      let sum = 0;
      for (let k = 0; k < K; k++)
        sum += (tA ? A[k * M + i]! : A[i * K + k]!) * (tB ? B[j * K + k]! : B[k * N + j]!);
      C.push(sum);
    }
  }
  return C;
}

const size = fc.integer({ min: 1, max: 19 });
const numbers = (n: number, seed: number) =>
  Float64Array.from({ length: n }, (_, i) => Math.sin(seed + i * 12.9898) * 2);

describe('gemm', () => {
  it('is Σ_k op(A)[i,k]·op(B)[k,j] for every size and transposition, added to C when β = 1', () => {
    fc.assert(
      fc.property(size, size, size, fc.boolean(), fc.boolean(), fc.boolean(), (M, N, K, tA, tB, add) => {
        const A = numbers(M * K, 1);
        const B = numbers(K * N, 2);
        const C = numbers(M * N, 3);
        const before = C.slice();
        js.gemm(tA, tB, M, N, K, A, B, add ? 1 : 0, C);
        const expected = product(tA, tB, M, N, K, A, B).map((x, i) => x + (add ? before[i]! : 0));
        expectClose(C, expected, 1e-12, 1e-12);
      }),
    );
  });

  it('packed gives the same as unpacked, however B is stored', () => {
    fc.assert(
      fc.property(size, size, size, fc.boolean(), (M, N, K, tB) => {
        const A = numbers(M * K, 1);
        const B = numbers(K * N, 2);
        const C = new Float64Array(M * N);
        const packed = js.createPacked(createPlainMemory(Float64Array), K, N);
        js.pack(tB, B, packed);
        js.gemmPacked(M, A, packed, 0, C);
        expectClose(C, product(false, tB, M, N, K, A, B), 1e-12, 1e-12);
      }),
    );
  });
});
