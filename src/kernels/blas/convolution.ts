import type { Floats } from '../../core/floats.js';
import type { ConvolutionKernels, Filters } from '../convolution-kernels.js';
import type { Kernels } from '../kernels.js';

/**
 * Convolutions by matrix products of a library, where those are faster. A library has registers twice as wide as
 * WebAssembly's, but reads neighborhoods as rows of a matrix, k·k·C numbers that are written for each pixel. The more
 * outputs use a row, and the longer it is, the less that costs; docs/adr/0012-direct-convolution.md has measurements.
 */
const isFaster = ({ k, C, O }: Filters): boolean => O >= 16 && k * k * C >= 64;

/** Numbers of the matrix that are computed at once: 256 KB, which stay in the second-level cache. */
const BLOCK = 1 << 16;
/** Numbers of the largest matrix of one map: 4 MB. */
const LARGEST = 1 << 20;

/** The library reads W where it lies. The other kernels' filters are filled when first needed. */
interface BlasFilters extends Filters {
  W: Floats;
  transposed: boolean;
  readonly others: Filters;
  othersAreOld: boolean;
  /** Room for the neighborhoods of `maps` maps, or null where the other kernels convolve. */
  readonly matrix: Floats | null;
  readonly maps: number;
}

export function convolutionKernels(gemm: Kernels['gemm'], others: Kernels): ConvolutionKernels {
  const convolveMaps: Kernels['convolveMaps'] = (R, x, filters, beta, y) =>
    others.convolveMaps(R, x, filled(filters as BlasFilters), beta, y);

  function filled(filters: BlasFilters): Filters {
    if (filters.othersAreOld) others.packFilters(filters.transposed, filters.W, filters.others);
    filters.othersAreOld = false;
    return filters.others;
  }

  return {
    createFilters(memory, S, k, C, O): BlasFilters {
      const size = S * S * k * k * C;
      const maps = Math.max(1, Math.floor(BLOCK / size));
      const ofOthers = others.createFilters(memory, S, k, C, O);
      const matrix = isFaster(ofOthers) && size <= LARGEST ? memory.floats(maps * size) : null;
      const weights = { W: memory.floats(0), transposed: false, others: ofOthers, othersAreOld: true };
      return { S, k, C, O, ...weights, matrix, maps };
    },
    packFilters(transposed, W, filters) {
      Object.assign(filters as BlasFilters, { W, transposed, othersAreOld: true });
    },
    convolve(R, x, filters, beta, y) {
      const { S, k, C, O, W, transposed, others: other, matrix, maps } = filters as BlasFilters;
      if (matrix === null) return convolveMaps(R, x, filters, beta, y);
      for (const { first, count } of blocks(R, maps)) {
        others.im2col(count, x.subarray(first * S * S * C), other, matrix);
        const sums = y.subarray(first * S * S * O);
        gemm(false, transposed, count * S * S, O, k * k * C, matrix, W, beta, sums);
      }
    },
    convolveMaps,
    convolutionGradient(R, x, dy, filters, dW) {
      const { S, k, C, O, others: other, matrix, maps } = filters as BlasFilters;
      if (matrix === null) return others.convolutionGradient(R, x, dy, other, dW);
      for (const { first, count } of blocks(R, maps)) {
        others.im2col(count, x.subarray(first * S * S * C), other, matrix);
        gemm(true, false, k * k * C, O, count * S * S, matrix, dy.subarray(first * S * S * O), 1, dW);
      }
    },
    im2col: (R, x, filters, matrix) => others.im2col(R, x, (filters as BlasFilters).others, matrix),
  };
}

/** R maps in blocks of at most `most`, of about the same size. */
function blocks(R: number, most: number): { first: number; count: number }[] {
  const n = Math.ceil(R / most);
  return Array.from({ length: n }, (_, i) => {
    const first = Math.floor((i * R) / n);
    return { first, count: Math.floor(((i + 1) * R) / n) - first };
  });
}
