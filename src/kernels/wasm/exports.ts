import type { WasmMapExports } from './maps.js';

/** What the compiled module exports (assembly/index.ts): the kernels, called with byte offsets into the memory. */
export interface WasmExports extends WasmMapExports {
  readonly scratchBytes: () => number;
  readonly setScratch: (at: number) => void;
  readonly pack: (transB: number, N: number, K: number, B: number, packed: number) => void;
  readonly gemmPacked: (
    M: number,
    N: number,
    K: number,
    A: number,
    packed: number,
    beta: number,
    C: number,
  ) => void;
  readonly gemmRows: Returning<void, 7>;
  readonly gemm16: Returning<void, 10>;
  readonly convolve: Returning<void, 10>;
  readonly convolutionGradient: Returning<void, 9>;
  readonly im2col: Returning<void, 7>;
  readonly col2im: Returning<void, 7>;
  readonly softmaxCrossEntropy: Returning<number, 8>;
  readonly sumSquares: Returning<number, 2>;
  readonly gemm: Returning<void, 9>;
  readonly broadcastRows: Returning<void, 4>;
  readonly sumRows: Returning<void, 4>;
  readonly gatherRows: Returning<void, 5>;
  readonly scatterAddRows: Returning<void, 5>;
  readonly transpose: Returning<void, 5>;
  /** The steps of the cells that have SIMD kernels: `lstmForward`, `lstmBackward`, ... */
  readonly [step: `${string}Forward` | `${string}Backward`]: Returning<void, 10> | undefined;
  readonly dropout: Returning<void, 9>;
  readonly quantize: Returning<void, 11>;
  readonly countPairs: Returning<void, 5>;
  readonly zero: Returning<void, 2>;
  readonly add: Returning<void, 3>;
  readonly scale: Returning<void, 3>;
  readonly clamp: Returning<void, 3>;
  readonly sgd: Returning<void, 6>;
  readonly adagrad: Returning<void, 6>;
  readonly rmsprop: Returning<void, 8>;
  readonly adam: Returning<void, 12>;
}

/** A function of `Count` numbers. */
type Returning<Result, Count extends number> = (...args: Numbers<Count>) => Result;
type Numbers<Count extends number, Found extends number[] = []> = Found['length'] extends Count
  ? Found
  : Numbers<Count, [...Found, number]>;
