import type { Bytes, Floats, Ids } from '../../core/floats.js';
import type { Memory } from '../../core/memory.js';
import { createPacked16, LIMIT, pack16, type Int16Packed } from '../js/int16.js';
import { log } from '../js/log.js';
import type { Kernels, Packed } from '../kernels.js';
import { convolutionKernels, type FilterExports } from './convolutions.js';
import type { WasmFunction, WasmModule } from './module.js';

/** Kernels that the module (assembly/index.ts) exports with the same arguments, an array as its byte offset. */
const sameArguments = [
  'gemm',
  'broadcastRows',
  'sumRows',
  'gatherRows',
  'scatterAddRows',
  'transpose',
  'softmaxCrossEntropy',
  'dropout',
  'maxPool',
  'maxPoolBackward',
  'meanPool',
  'meanPoolBackward',
  'relu',
  'reluBackward',
  'quantize',
  'countPairs',
  'zero',
  'add',
  'scale',
  'clamp',
  'sumSquares',
  'sgd',
  'adagrad',
  'rmsprop',
  'adam',
] as const satisfies readonly (keyof Kernels)[];
type SameArguments = (typeof sameArguments)[number];

/** Those that are given the parts of packed weights, and the module's own working space. */
type OwnArguments = 'gemmPacked' | 'gemmRows' | 'gemm16' | 'scratchBytes' | 'setScratch';

/** What the module exports; `lstmForward`, `lstmBackward`, ... of the cells that have SIMD kernels. */
type WasmExports = FilterExports &
  Readonly<Record<SameArguments | OwnArguments, WasmFunction>> & {
    readonly [step: `${string}Forward` | `${string}Backward`]: WasmFunction | undefined;
  };

/** op(B) in panels of eight columns, [⌈N/8⌉][K][8]; see assembly/gemm/tile.ts. */
interface WasmPacked extends Packed {
  readonly at: number;
}

/** The inner length up to which six rows of op(A) fit the working space of gemmRows. */
const LONGEST_TILE = 4096;

/**
 * SIMD implementations of the plain loops, on a shared Memory. Every array passed must be one of that Memory: only its
 * byte offset is passed. Each instance has working space of its own, so one belongs to one thread.
 */
export async function createWasmKernels({ module }: WasmModule, memory: Memory): Promise<Kernels> {
  const env = { memory: memory.wasm as WebAssembly.Memory, log };
  const instance = await WebAssembly.instantiate(module, { env });
  const wasm = instance.exports as unknown as WasmExports;
  wasm.setScratch(memory.floats(wasm.scratchBytes() / 4).byteOffset);
  return {
    name: 'wasm',
    ...byName(wasm),
    ...products(wasm),
    ...convolutionKernels(wasm),
    cell(loops) {
      const [forward, backward] = [wasm[`${loops.name}Forward`], wasm[`${loops.name}Backward`]];
      if (forward === undefined || backward === undefined) return loops;
      return { ...loops, forward: byOffset(forward), backward: byOffset(backward) };
    },
  };
}

function byName(wasm: WasmExports): Pick<Kernels, SameArguments> {
  const kernels = sameArguments.map((name) => [name, byOffset(wasm[name])]);
  return Object.fromEntries(kernels) as Pick<Kernels, SameArguments>;
}

type Argument = number | boolean | Floats | Ids | Bytes | undefined;

/**
 * The function with arrays as arguments, at most eleven. The module ignores those that it does not have, and takes
 * undefined for 0: no list is made for a call.
 */
function byOffset(call: WasmFunction) {
  // prettier-ignore
  return (
    a?: Argument, b?: Argument, c?: Argument, d?: Argument, e?: Argument, f?: Argument,
    g?: Argument, h?: Argument, i?: Argument, j?: Argument, k?: Argument,
  ): number => call(at(a), at(b), at(c), at(d), at(e), at(f), at(g), at(h), at(i), at(j), at(k));
}

function at(argument: Argument): number {
  return typeof argument === 'object' ? argument.byteOffset : (argument as number);
}

function products(wasm: WasmExports) {
  return {
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
