import type { Floats } from '../../core/floats.js';
import type { Memory } from '../../core/memory.js';
import { createPacked16, LIMIT, pack16, type Int16Packed } from '../js/int16.js';
import { log } from '../js/log.js';
import type { CellStep, Kernels, Packed } from '../kernels.js';
import { convolutionKernels } from './convolutions.js';
import type { WasmExports } from './exports.js';
import { mapKernels } from './maps.js';
import type { WasmModule } from './module.js';

/** op(B) in panels of eight columns, [⌈N/8⌉][K][8]; see assembly/gemm/tile.ts. */
interface WasmPacked extends Packed {
  readonly at: number;
}

/** The inner length up to which six rows of op(A) fit the working space of gemmRows. */
const LONGEST_TILE = 4096;

/**
 * SIMD implementations of the plain loops, on a shared Memory. Every array passed must be a Float32Array or Int32Array
 * of that Memory: only its byte offset is passed. Each instance has working space of its own, so one belongs to
 * one thread.
 */
export async function createWasmKernels({ module }: WasmModule, memory: Memory): Promise<Kernels> {
  const env = { memory: memory.wasm as WebAssembly.Memory, log };
  const instance = await WebAssembly.instantiate(module, { env });
  const wasm = instance.exports as unknown as WasmExports;
  wasm.setScratch(memory.floats(wasm.scratchBytes() / 4).byteOffset);
  return {
    name: 'wasm',
    ...products(wasm),
    ...convolutionKernels(wasm),
    ...rows(wasm),
    ...cells(wasm),
    ...counting(wasm),
    ...flat(wasm),
    ...mapKernels(wasm),
  };
}

function products(wasm: WasmExports) {
  return {
    gemm(tA, tB, M, N, K, A, B, beta, C) {
      wasm.gemm(+tA, +tB, M, N, K, A.byteOffset, B.byteOffset, beta, C.byteOffset);
    },
    createPacked: (memory, K, N) =>
      ({ K, N, at: memory.floats(Math.ceil(N / 8) * 8 * K).byteOffset }) as WasmPacked,
    pack(tB, B, packed) {
      wasm.pack(+tB, packed.N, packed.K, B.byteOffset, (packed as WasmPacked).at);
    },
    gemmPacked(M, A, packed, beta, C) {
      const { at, K, N } = packed as WasmPacked;
      wasm.gemmPacked(M, N, K, A.byteOffset, at, beta, C.byteOffset);
    },
    gemmPackedRows(M, A, packed, beta, C) {
      const { at, K, N } = packed as WasmPacked;
      if (K > LONGEST_TILE) {
        // a row of op(A) does not fit the working space six at a time: one after the other
        for (let i = 0; i < M; i++)
          wasm.gemmPacked(1, N, K, A.byteOffset + i * K * 4, at, beta, C.byteOffset + i * N * 4);
      } else wasm.gemmRows(M, N, K, A.byteOffset, at, beta, C.byteOffset);
    },
    createPacked16,
    pack16,
    gemmPacked16(M, A, packed, beta, C) {
      const { K, N, weights, scales, rows } = packed as Int16Packed;
      const places = [A.byteOffset, weights.byteOffset, scales.byteOffset] as const;
      wasm.gemm16(M, N, K, ...places, LIMIT, rows.byteOffset, beta, C.byteOffset);
    },
  } satisfies Partial<Kernels>;
}

function rows(wasm: WasmExports) {
  return {
    broadcastRows: (R, n, bias, y) => wasm.broadcastRows(R, n, bias.byteOffset, y.byteOffset),
    sumRows: (R, n, x, y) => wasm.sumRows(R, n, x.byteOffset, y.byteOffset),
    gatherRows: (R, n, table, ids, y) =>
      wasm.gatherRows(R, n, table.byteOffset, ids.byteOffset, y.byteOffset),
    scatterAddRows: (R, n, x, ids, table) =>
      wasm.scatterAddRows(R, n, x.byteOffset, ids.byteOffset, table.byteOffset),
    transpose: (R, n, x, beta, y) => wasm.transpose(R, n, x.byteOffset, beta, y.byteOffset),
    softmaxCrossEntropy: (R, V, logits, targets, mask, scale, nats, best) =>
      wasm.softmaxCrossEntropy(
        R,
        V,
        logits.byteOffset,
        targets.byteOffset,
        mask.byteOffset,
        scale,
        nats.byteOffset,
        best?.byteOffset ?? 0,
      ),
    dropout(T, B, D, first, total, keep, key, x, y) {
      const threshold = Math.floor(keep * 16777216);
      wasm.dropout(T, B * D, first * D, total * D, threshold, 1 / keep, key, x.byteOffset, y.byteOffset);
    },
  } satisfies Partial<Kernels>;
}

function cells(wasm: WasmExports) {
  return {
    cell(loops) {
      const forward = wasm[`${loops.name}Forward`];
      const backward = wasm[`${loops.name}Backward`];
      if (forward === undefined || backward === undefined) return loops;
      return { ...loops, forward: byOffset(forward), backward: byOffset(backward) };
    },
  } satisfies Partial<Kernels>;
}

/** Arguments that a step does not have are passed as 0, which the module ignores: no list is made for a call. */
function byOffset(step: NonNullable<WasmExports[`${string}Forward`]>): CellStep {
  const at = (array?: Floats) => array?.byteOffset ?? 0;
  return (B, H, a?, b?, c?, d?, e?, f?, g?, h?) =>
    step(B, H, at(a), at(b), at(c), at(d), at(e), at(f), at(g), at(h));
}

function counting(wasm: WasmExports) {
  return {
    quantize: (n, units, rows, stride, x, low, scale, steps, table, width, out) =>
      wasm.quantize(
        n,
        units,
        rows.byteOffset,
        stride,
        x.byteOffset,
        low.byteOffset,
        scale.byteOffset,
        steps,
        table.byteOffset,
        width,
        out.byteOffset,
      ),
    countPairs: (n, B, bins, codes, counts) =>
      wasm.countPairs(n, B, bins.byteOffset, codes.byteOffset, counts.byteOffset),
  } satisfies Partial<Kernels>;
}

function flat(wasm: WasmExports) {
  return {
    zero: (n, x) => wasm.zero(n, x.byteOffset),
    add: (n, x, y) => wasm.add(n, x.byteOffset, y.byteOffset),
    scale: (n, a, x) => wasm.scale(n, a, x.byteOffset),
    clamp: (n, limit, x) => wasm.clamp(n, limit, x.byteOffset),
    sumSquares: (n, x) => wasm.sumSquares(n, x.byteOffset),
    sgd: (n, w, g, v, lr, momentum) => wasm.sgd(n, w.byteOffset, g.byteOffset, v.byteOffset, lr, momentum),
    adagrad: (n, w, g, m, lr, epsilon) =>
      wasm.adagrad(n, w.byteOffset, g.byteOffset, m.byteOffset, lr, epsilon),
    rmsprop: (n, w, g, m, lr, rho, epsilon) =>
      wasm.rmsprop(n, w.byteOffset, g.byteOffset, m.byteOffset, lr, rho, 1 - rho, epsilon),
    adam: (n, w, g, m, v, stepSize, correction, beta1, beta2, epsilon) =>
      wasm.adam(
        n,
        w.byteOffset,
        g.byteOffset,
        m.byteOffset,
        v.byteOffset,
        stepSize,
        correction,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        epsilon,
      ),
  } satisfies Partial<Kernels>;
}
