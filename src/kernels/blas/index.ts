import type { Floats } from '../../core/floats.js';
import type { Kernels, Packed } from '../kernels.js';
import { convolutionKernels } from './convolution.js';
import type { BlasLibrary } from './library.js';

const ROW_MAJOR = 101;
const AS_STORED = 111;
const TRANSPOSED = 112;

/** With fewer rows, reading panels in order is faster than a library that packs first. */
const FEW_ROWS = 4;

/**
 * A BLAS packs by itself, so only a reference to B is kept: B must not change until the next `pack`. Products of few
 * rows use the other kernels' panels, filled when first needed.
 */
interface BlasPacked extends Packed {
  B: Floats;
  transB: boolean;
  readonly panels: Packed;
  panelsAreOld: boolean;
}

/** Matrix products through a native BLAS, everything else from `others`, which share the memory. */
export function createBlasKernels({ sgemm, identity }: BlasLibrary, others: Kernels): Kernels {
  const gemm: Kernels['gemm'] = (transA, transB, M, N, K, A, B, beta, C) => {
    const opA = transA ? TRANSPOSED : AS_STORED;
    const opB = transB ? TRANSPOSED : AS_STORED;
    sgemm(ROW_MAJOR, opA, opB, M, N, K, 1, A, transA ? M : K, B, transB ? K : N, beta, C, N);
  };

  function createPacked(memory: Parameters<Kernels['createPacked']>[0], K: number, N: number): BlasPacked {
    const panels = others.createPacked(memory, K, N);
    return { K, N, B: memory.floats(0), transB: false, panels, panelsAreOld: true };
  }

  function pack(transB: boolean, B: Floats, packed: Packed): void {
    Object.assign(packed as BlasPacked, { B, transB, panelsAreOld: true });
  }

  function gemmPacked(M: number, A: Floats, packed: Packed, beta: 0 | 1, C: Floats): void {
    const weights = packed as BlasPacked;
    if (M >= FEW_ROWS) {
      return gemm(false, weights.transB, M, weights.N, weights.K, A, weights.B, beta, C);
    }
    others.gemmPacked(M, A, panelsOf(weights), beta, C);
  }

  function gemmPackedRows(M: number, A: Floats, packed: Packed, beta: 0 | 1, C: Floats): void {
    others.gemmPackedRows(M, A, panelsOf(packed as BlasPacked), beta, C);
  }

  function panelsOf(weights: BlasPacked): Packed {
    if (weights.panelsAreOld) others.pack(weights.transB, weights.B, weights.panels);
    weights.panelsAreOld = false;
    return weights.panels;
  }

  const products = { gemm, createPacked, pack, gemmPacked, gemmPackedRows };
  return { ...others, name: 'blas', library: identity, ...products, ...convolutionKernels(gemm, others) };
}
