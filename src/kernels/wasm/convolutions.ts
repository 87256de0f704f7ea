import type { ConvolutionKernels, Filters } from '../convolution-kernels.js';
import type { WasmFunction } from './module.js';

/** W in panels of eight outputs, [⌈O/8⌉][k·k·C][8], and room for one map with a border of zeros [S+k−1,S+k−1,C]. */
interface WasmFilters extends Filters {
  readonly at: number;
  readonly padded: number;
}

/** What of the module these kernels call: assembly/convolution/ and the packing of assembly/gemm/. */
export type FilterExports = Readonly<
  Record<'pack' | 'convolve' | 'convolutionGradient' | 'im2col' | 'col2im', WasmFunction>
>;

export function convolutionKernels(wasm: FilterExports): ConvolutionKernels {
  const convolve: ConvolutionKernels['convolve'] = (R, x, filters, beta, y) => {
    const { S, k, C, O, at, padded } = filters as WasmFilters;
    wasm.convolve(R, S, C, O, k, x.byteOffset, at, padded, beta, y.byteOffset);
  };
  return {
    createFilters(memory, S, k, C, O) {
      const { byteOffset: at } = memory.floats(Math.ceil(O / 8) * 8 * k * k * C);
      const { byteOffset: padded } = memory.floats((S + k - 1) ** 2 * C);
      return { S, k, C, O, at, padded } as WasmFilters;
    },
    packFilters(transposed, W, filters) {
      const { k, C, O, at } = filters as WasmFilters;
      wasm.pack(+transposed, O, k * k * C, W.byteOffset, at);
    },
    convolve,
    convolveMaps: convolve,
    convolutionGradient(R, x, dy, filters, dW) {
      const { S, k, C, O, padded } = filters as WasmFilters;
      wasm.convolutionGradient(R, S, C, O, k, x.byteOffset, dy.byteOffset, padded, dW.byteOffset);
    },
    im2col(R, x, filters, matrix) {
      const { S, k, C, padded } = filters as WasmFilters;
      wasm.im2col(R, S, C, k, x.byteOffset, padded, matrix.byteOffset);
    },
    col2im(R, matrix, { S, k, O }, beta, y) {
      wasm.col2im(R, S, O, k, matrix.byteOffset, beta, y.byteOffset);
    },
  };
}
