import { expect } from 'chai';
import type { Backend } from '../../src/kernels/index.js';
import { createPlainMemory } from '../../src/core/memory.js';
import { js } from '../../src/kernels/js/index.js';
import { expectClose } from '../helpers/expect-close.js';
import { theBackend } from '../helpers/backend.js';

const numbers = (n: number, seed: number, size: number) =>
  Float32Array.from({ length: n }, (_, i) => Math.sin(seed * 78.233 + i * 12.9898) * size);

/** C + A·op(B) with 16-bit weights. */
function product(M: number, N: number, K: number, A: Float32Array, B: Float32Array, C: Float32Array) {
  const packed = js.createPacked16(createPlainMemory(), K, N);
  js.pack16(false, B, packed);
  js.gemmPacked16(M, A, packed, 1, C);
  return C;
}

describe('products with 16-bit weights', () => {
  it('are the exact ones to about three digits', () => {
    for (const [M, N, K] of [
      [1, 17, 9],
      [3, 5, 128],
      [2, 33, 511],
    ] as const) {
      const [A, B, C] = [numbers(M * K, 1, 1), numbers(K * N, 2, 0.1), numbers(M * N, 3, 1)];
      const expected = C.slice();
      js.gemm(false, false, M, N, K, A, B, 1, expected);
      expectClose(product(M, N, K, A, B, C), expected, 0, 1e-4 * Math.sqrt(K));
    }
  });

  it('never overflow: the largest numbers there can be, all of one sign', () => {
    for (const K of [1, 2, 1000, 4096]) {
      const C = product(
        1,
        1,
        K,
        new Float32Array(K).fill(3),
        new Float32Array(K).fill(7),
        new Float32Array(1),
      );
      expectClose(C, [21 * K], 1e-3, 0);
    }
  });

  it('propagate non-finite values, and keep zeros', () => {
    const one = Float32Array.of(1);
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(product(1, 1, 1, Float32Array.of(bad), one, new Float32Array(1))[0]).to.be.NaN;
      expect(product(1, 1, 1, one, Float32Array.of(bad), new Float32Array(1))[0]).to.be.NaN;
    }
    expect(product(1, 1, 2, new Float32Array(2), new Float32Array(2), new Float32Array(1))[0]).to.equal(0);
  });

  describe('in wasm', () => {
    let backend: Backend;
    before(async () => {
      backend = await theBackend('wasm');
    });

    it('are the same bytes as in plain loops, for every size, and write nothing past the end', () => {
      const { kernels, memory } = backend;
      const [a, b, room] = [memory.floats(40 * 300), memory.floats(300 * 49), memory.floats(40 * 49 + 1)];
      for (const M of [1, 2, 3, 33, 40]) {
        for (const N of [1, 3, 4, 7, 8, 11, 15, 16, 17, 31, 32, 49]) {
          for (const K of [1, 2, 3, 4, 5, 33, 300]) {
            const [A, B] = [numbers(M * K, 1, 2), numbers(K * N, 2, 0.3)];
            const beta = (K % 2) as 0 | 1;
            const wanted = numbers(M * N, 3, 1);
            room.fill(12345);
            room.set(wanted);
            a.set(A);
            b.set(B);
            const packed = kernels.createPacked16(memory, K, N);
            kernels.pack16(N % 2 === 0, b, packed);
            kernels.gemmPacked16(M, a, packed, beta, room);
            js.gemmPacked16(M, A, packed, beta, wanted);
            expect(room.slice(0, M * N)).to.deep.equal(wanted);
            expect(room[M * N]).to.equal(12345);
          }
        }
      }
    });
  });
});
