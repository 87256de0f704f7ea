import type { ConvolutionKernels } from '../convolution-kernels.js';
import type { Kernels } from '../kernels.js';
import { BLOCK, createFilters, matrixSize, packFilters, type BlasFilters } from './filters.js';

/** Convolutions in the forms of filters.ts; `gemm` is the library's. */
export function convolutionKernels(gemm: Kernels['gemm'], others: Kernels): ConvolutionKernels {
  const convolveMaps: Kernels['convolveMaps'] = (R, x, filters, beta, y) => {
    const own = filters as BlasFilters;
    if (own.othersAreOld) others.packFilters(own.transposed, own.W, own.others);
    own.othersAreOld = false;
    others.convolveMaps(R, x, own.others, beta, y);
  };

  const convolve: Kernels['convolve'] = (R, x, filters, beta, y) => {
    const { S, k, C, O, form, matrix, ...own } = filters as BlasFilters;
    if (form === 'direct') return convolveMaps(R, x, filters, beta, y);
    for (const { first, count } of blocks(R, matrixSize(filters, form))) {
      const pixels = count * S * S;
      const from = x.subarray(first * S * S * C);
      const to = y.subarray(first * S * S * O);
      if (form === 'im2col') {
        others.im2col(count, from, own.others, matrix);
        gemm(false, own.transposed, pixels, O, k * k * C, matrix, own.W, beta, to);
      } else {
        gemm(false, false, pixels, k * k * O, C, from, own.byInput, 0, matrix);
        others.col2im(count, matrix, own.others, beta, to);
      }
    }
  };

  const convolutionGradient: Kernels['convolutionGradient'] = (R, x, dy, filters, dW) => {
    const { S, k, C, O, gradientForm, matrix, ...own } = filters as BlasFilters;
    if (gradientForm === 'direct') return others.convolutionGradient(R, x, dy, own.others, dW);
    for (const { first, count } of blocks(R, matrixSize(filters, gradientForm))) {
      others.im2col(count, x.subarray(first * S * S * C), own.others, matrix);
      gemm(true, false, k * k * C, O, count * S * S, matrix, dy.subarray(first * S * S * O), 1, dW);
    }
  };

  return {
    createFilters: (memory, ...sizes) => createFilters(others, memory, ...sizes),
    packFilters: (transposed, W, filters) => packFilters(transposed, W, filters as BlasFilters),
    convolve,
    convolveMaps,
    convolutionGradient,
    im2col: (R, x, filters, matrix) => others.im2col(R, x, (filters as BlasFilters).others, matrix),
    col2im: (R, matrix, filters, beta, y) =>
      others.col2im(R, matrix, (filters as BlasFilters).others, beta, y),
  };
}

/** R maps in blocks of about the same size whose matrices, of `size` numbers a map, have at most BLOCK numbers. */
function blocks(R: number, size: number): { first: number; count: number }[] {
  const n = Math.ceil(R / Math.max(1, Math.floor(BLOCK / size)));
  return Array.from({ length: n }, (_, i) => {
    const first = Math.floor((i * R) / n);
    return { first, count: Math.floor(((i + 1) * R) / n) - first };
  });
}
