import { expect } from 'chai';
import type { Backend, BackendName } from '../../src/kernels/index.js';
import { js } from '../../src/kernels/js/index.js';
import { gruKernels } from '../../src/kernels/js/gru.js';
import { minGruKernels } from '../../src/kernels/js/min-gru.js';
import { lstmKernels } from '../../src/kernels/js/lstm.js';
import { rnnKernels } from '../../src/kernels/js/rnn.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { expectClose } from '../helpers/expect-close.js';
import { theBackendOrSkip } from '../helpers/backend.js';

/** Every width from 1 to 33, so that each kind of tail occurs. */
const widths = Array.from({ length: 33 }, (_, i) => i + 1);
const rowCounts = [1, 2, 3, 5, 8];

/** Numbers that look random and are the same in every run: three decimals, about ±`size`. */
function numbers(n: number, seed: number, size = 2): number[] {
  return Array.from({ length: n }, (_, i) => Math.sin(seed * 78.233 + i * 12.9898) * size);
}

for (const name of ['wasm', 'blas'] satisfies BackendName[]) {
  describe(`the ${name} kernels, against plain loops`, () => {
    let backend: Backend;
    let room: Float32Array;
    let ids: Int32Array;
    before(async function () {
      backend = await theBackendOrSkip(name, this);
      room = backend.memory.floats(40_000) as Float32Array;
      ids = backend.memory.ids(64);
    });

    /** Views on the backend's memory, filled, each one float past a multiple of 16 bytes and followed by a guard. */
    function place(arrays: readonly number[][]): Float32Array[] {
      let at = 1;
      return arrays.map((values) => {
        const view = room.subarray(at, at + values.length);
        view.set(values);
        room[at + values.length] = 12345;
        at += Math.ceil(values.length / 4) * 4 + 4;
        return view;
      });
    }

    /** Runs `act` on both backends over copies of the same arrays, and compares every array and the returned value. */
    function compare(
      arrays: readonly number[][],
      act: (kernels: Kernels, ...views: Float32Array[]) => number | void,
      atol = 1e-6,
    ): void {
      const expected = arrays.map((values) => Float32Array.from(values));
      const wanted = act(js, ...expected);
      const actual = place(arrays);
      const given = act(backend.kernels, ...actual);
      actual.forEach((view, i) => {
        expectClose(view, expected[i]!, 1e-5, atol);
        const guard = (view.byteOffset - room.byteOffset) / 4 + view.length;
        expect(room[guard], 'the number after the array').to.equal(12345);
      });
      if (wanted !== undefined) expectClose([given as number], [wanted], 1e-5, atol);
    }

    it('multiply matrices of every size and transposition', () => {
      for (const M of [1, 2, 3, 5, 6, 7, 12, 13, 33]) {
        for (const N of widths) {
          for (const K of [1, 4, 7, 33]) {
            for (const transA of [false, true]) {
              for (const transB of [false, true]) {
                const beta = (N % 2) as 0 | 1;
                compare(
                  [numbers(M * K, 1), numbers(K * N, 2), numbers(M * N, 3)],
                  (kernels, A, B, C) => kernels.gemm(transA, transB, M, N, K, A!, B!, beta, C!),
                  1e-5,
                );
              }
            }
          }
        }
      }
    });

    it('multiply matrices larger than a block', () => {
      for (const [M, N, K] of [
        [101, 9, 70],
        [7, 5, 600],
        [3, 300, 20],
      ] as const) {
        for (const [transA, transB] of [
          [false, false],
          [true, false],
          [false, true],
        ] as const) {
          compare(
            [numbers(M * K, 1), numbers(K * N, 2), numbers(M * N, 3)],
            (kernels, A, B, C) => kernels.gemm(transA, transB, M, N, K, A!, B!, 1, C!),
            1e-4,
          );
        }
      }
    });

    it('multiply by packed matrices', () => {
      for (const M of [1, 2, 7, 50]) {
        for (const N of widths) {
          for (const K of [1, 2, 5, 33, 260]) {
            const transB = N % 2 === 0;
            const beta = (K % 2) as 0 | 1;
            const act = (kernels: Kernels, A: Float32Array, B: Float32Array, C: Float32Array) => {
              const packed = kernels.createPacked(backend.memory, K, N);
              kernels.pack(transB, B, packed);
              kernels.gemmPacked(M, A, packed, beta, C);
            };
            compare([numbers(M * K, 1), numbers(K * N, 2), numbers(M * N, 3)], act as never, 1e-4);
          }
        }
      }
    });

    it('spread, sum, gather, scatter and transpose rows', () => {
      for (const n of widths) {
        for (const R of rowCounts) {
          for (let r = 0; r < R; r++) ids[r] = (r * 2) % 3;
          const beta = (n % 2) as 0 | 1;
          compare([numbers(n, 1), numbers(R * n, 2)], (k, x, y) => k.broadcastRows(R, n, x!, y!));
          compare([numbers(R * n, 1), numbers(n, 2)], (k, x, y) => k.sumRows(R, n, x!, y!));
          compare([numbers(3 * n, 1), numbers(R * n, 2)], (k, x, y) => k.gatherRows(R, n, x!, ids, y!));
          compare([numbers(R * n, 1), numbers(3 * n, 2)], (k, x, y) => k.scatterAddRows(R, n, x!, ids, y!));
          compare([numbers(R * n, 1), numbers(R * n, 2)], (k, x, y) => k.transpose(R, n, x!, beta, y!));
        }
      }
    });

    it('have their own step of every cell', () => {
      for (const cell of [rnnKernels, lstmKernels, gruKernels, minGruKernels]) {
        expect(backend.kernels.cell(cell).forward).to.not.equal(cell.forward);
        expect(backend.kernels.cell(cell).backward).to.not.equal(cell.backward);
      }
      const unknown = { ...rnnKernels, name: 'unknown' };
      expect(backend.kernels.cell(unknown)).to.equal(unknown);
    });

    it('run the cells forward and backward', () => {
      for (const H of widths) {
        for (const B of [1, 3]) {
          const n = B * H;
          const row = (seed: number) => numbers(n, seed);
          const open = (width: number, seed: number) => numbers(width, seed, 0.5).map((x) => x + 0.5);
          compare([numbers(n, 1, 6), row(2)], (k, z, h) => k.cell(rnnKernels).forward(B, H, z!, h!));
          compare([row(1), row(2), row(3)], (k, h, dh, dz) =>
            k.cell(rnnKernels).backward(B, H, h!, dh!, dz!),
          );
          compare([numbers(4 * n, 1, 6), row(2), row(3), row(4), row(5)], (k, gates, before, c, tanhC, h) =>
            k.cell(lstmKernels).forward(B, H, gates!, before!, c!, tanhC!, h!),
          );
          compare([open(4 * n, 1), row(2), open(n, 3), row(4), row(5)], (k, gates, before, tanhC, dh, dc) =>
            k.cell(lstmKernels).backward(B, H, gates!, before!, tanhC!, dh!, dc!, gates!),
          );
          compare([numbers(3 * n, 1, 6), numbers(3 * n, 2), row(3), row(4)], (k, gates, u, before, h) =>
            k.cell(gruKernels).forward(B, H, gates!, u!, before!, h!),
          );
          compare([open(3 * n, 1), numbers(3 * n, 2), row(3), row(4)], (k, gates, u, before, dh) =>
            k.cell(gruKernels).backward(B, H, gates!, u!, before!, dh!, gates!, u!),
          );
          compare([numbers(2 * n, 1, 6), row(2), row(3)], (k, gates, before, h) =>
            k.cell(minGruKernels).forward(B, H, gates!, before!, h!),
          );
          compare([open(2 * n, 1), row(2), row(3)], (k, gates, before, dh) =>
            k.cell(minGruKernels).backward(B, H, gates!, before!, dh!, gates!),
          );
        }
      }
    });

    it('compute the loss and its gradient', () => {
      for (const V of [...widths, 65, 256]) {
        for (let r = 0; r < 5; r++) ids[r] = (r * 7) % V;
        compare([numbers(5 * V, 1, 8), [1, 0, 1, 1, 0.5], numbers(5, 3)], (k, logits, mask, nats) =>
          k.softmaxCrossEntropy(5, V, logits!, ids, mask!, 0.25, nats!),
        );
      }
    });

    it('find the largest logit of each row, the first of equals', () => {
      const best = backend.memory.ids(64);
      for (const V of [...widths, 65, 256]) {
        const logits = numbers(5 * V, 1, 8);
        logits.fill(7.5, 2 * V, 3 * V);
        const expected = new Int32Array(5);
        const [views, nats] = [place([logits, [1, 1, 1, 1, 1]]), backend.memory.floats(5)];
        ids.fill(0);
        js.softmaxCrossEntropy(
          5,
          V,
          Float32Array.from(logits),
          ids,
          views[1]!,
          0,
          new Float32Array(5),
          expected,
        );
        backend.kernels.softmaxCrossEntropy(5, V, views[0]!, ids, views[1]!, 0, nats, best);
        expect([...best.subarray(0, 5)]).to.deep.equal([...expected]);
        for (let r = 0; r < 5; r++) {
          const row = Array.from(Float32Array.from(logits)).slice(r * V, (r + 1) * V);
          expect(expected[r]).to.equal(row.indexOf(Math.max(...row)));
        }
      }
    });

    it('drop exactly the same elements, for any part of the batch', () => {
      for (const D of widths) {
        for (const key of [1, -7, 0x7fffffff]) {
          compare([numbers(3 * 2 * D, 1), numbers(3 * 2 * D, 2)], (k, x, y) =>
            k.dropout(3, 2, D, 4, 9, 0.7, key, x!, y!),
          );
        }
      }
    });

    it('walk flat arrays: add, scale, clamp, sum of squares, and the four optimizers', () => {
      for (const n of [...widths, 3001]) {
        const w = numbers(n, 1);
        const g = numbers(n, 2);
        const m = numbers(n, 3).map(Math.abs);
        compare([w], (k, x) => k.zero(n, x!));
        compare([g, w], (k, x, y) => k.add(n, x!, y!));
        compare([w], (k, x) => k.scale(n, 0.3, x!));
        compare([w], (k, x) => k.clamp(n, 0.5, x!));
        compare([w], (k, x) => k.sumSquares(n, x!));
        compare([w, g, m], (k, W, G, V) => k.sgd(n, W!, G!, V!, 0.1, 0.9));
        compare([w, g, m], (k, W, G, M) => k.adagrad(n, W!, G!, M!, 0.1, 1e-8));
        compare([w, g, m], (k, W, G, M) => k.rmsprop(n, W!, G!, M!, 2e-3, 0.95, 1e-8));
        compare([w, g, m, m], (k, W, G, M, V) => k.adam(n, W!, G!, M!, V!, 2e-3, 1.3, 0.9, 0.999, 1e-8));
      }
    });

    it('propagate NaN, so that divergence shows', () => {
      const [x, mask, nats] = place([[1, NaN, 2, 3, 4], [1], [0]]);
      ids[0] = 0;
      backend.kernels.clamp(5, 1, x!);
      expect(x![1]).to.be.NaN;
      expect(backend.kernels.sumSquares(5, x!)).to.be.NaN;
      expect(backend.kernels.softmaxCrossEntropy(1, 5, x!, ids, mask!, 1, nats!)).to.be.NaN;
    });
  });
}
