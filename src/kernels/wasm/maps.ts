import type { MapKernels } from '../map-kernels.js';

/** The exports of assembly/convolution/, called with byte offsets. */
export type WasmMapExports = Readonly<Record<keyof MapKernels, (...numbers: number[]) => void>>;

export function mapKernels(wasm: WasmMapExports): MapKernels {
  return {
    maxPool: (R, S, C, k, x, y, places) =>
      wasm.maxPool(R, S, C, k, x.byteOffset, y.byteOffset, places.byteOffset),
    maxPoolBackward: (R, S, C, k, dy, places, dx) =>
      wasm.maxPoolBackward(R, S, C, k, dy.byteOffset, places.byteOffset, dx.byteOffset),
    meanPool: (R, P, C, x, y) => wasm.meanPool(R, P, C, x.byteOffset, y.byteOffset),
    meanPoolBackward: (R, P, C, dy, dx) => wasm.meanPoolBackward(R, P, C, dy.byteOffset, dx.byteOffset),
    relu: (n, x, y) => wasm.relu(n, x.byteOffset, y.byteOffset),
    reluBackward: (n, y, dy, dx) => wasm.reluBackward(n, y.byteOffset, dy.byteOffset, dx.byteOffset),
  };
}
