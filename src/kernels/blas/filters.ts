import type { Floats } from '../../core/floats.js';
import type { Memory } from '../../core/memory.js';
import type { Filters } from '../convolution-kernels.js';
import type { Kernels } from '../kernels.js';

/**
 * Convolutions by matrix products of a library, where those are faster. A library has registers twice as wide as
 * WebAssembly's, but multiplies matrices, which are written and read for it: k·k·C numbers for each pixel, its
 * neighborhood, used once for each output (im2col); or k·k·O numbers, what the pixel gives each of its neighbors, made
 * of C products each (col2im). docs/adr/0012-direct-convolution.md has the measurements behind the numbers here.
 */
type Form = 'direct' | 'im2col' | 'col2im';

/** The fastest form of convolve. The gradient of the weights has no form col2im. */
function formOf(k: number, C: number, O: number): Form {
  if (C >= 32 && C > O && O >= 8) return 'col2im';
  return isWide(k, C, O) ? 'im2col' : 'direct';
}

const isWide = (k: number, C: number, O: number): boolean => O >= 16 && k * k * C >= 64;

/** Numbers of the matrix that are computed at once, unless a map has more: 256 KB, half of a second-level cache. */
export const BLOCK = 1 << 16;
/** Numbers of the matrix of one map above which other kernels convolve: 4 MB. */
const LARGEST = 1 << 20;

export interface BlasFilters extends Filters {
  /** Where the library reads the weights in the form im2col. */
  W: Floats;
  transposed: boolean;
  /** The weights as [C,k·k·O], for the form col2im. */
  readonly byInput: Floats;
  /** The other kernels' filters are filled when first needed. */
  readonly others: Filters;
  othersAreOld: boolean;
  readonly form: Form;
  readonly gradientForm: Form;
  /** Room for a block. */
  readonly matrix: Floats;
}

/** Numbers of the matrix of one map. */
export function matrixSize({ S, k, C, O }: Filters, form: Form): number {
  return form === 'direct' ? 0 : S * S * k * k * (form === 'im2col' ? C : O);
}

export function createFilters(
  others: Kernels,
  memory: Memory,
  ...[S, k, C, O]: [S: number, k: number, C: number, O: number]
): BlasFilters {
  const sizes = { S, k, C, O };
  const ifItFits = (form: Form) => (matrixSize(sizes, form) <= LARGEST ? form : 'direct');
  const form = ifItFits(formOf(k, C, O));
  const gradientForm = ifItFits(isWide(k, C, O) ? 'im2col' : 'direct');
  const size = Math.max(matrixSize(sizes, form), matrixSize(sizes, gradientForm));
  return {
    ...sizes,
    form,
    gradientForm,
    W: memory.floats(0),
    transposed: false,
    byInput: memory.floats(form === 'col2im' ? C * k * k * O : 0),
    others: others.createFilters(memory, S, k, C, O),
    othersAreOld: true,
    matrix: memory.floats(size > 0 ? Math.max(BLOCK, size) : 0),
  };
}

export function packFilters(transposed: boolean, W: Floats, filters: BlasFilters): void {
  Object.assign(filters, { W, transposed, othersAreOld: true });
  if (filters.form === 'col2im') orderByInput(filters);
}

/** byInput[c,(u,v,o)] = W[(u,v,c),o]. */
function orderByInput({ k, C, O, W, transposed, byInput }: BlasFilters): void {
  const [input, output] = transposed ? [1, k * k * C] : [O, 1];
  for (let place = 0; place < k * k; place++) {
    for (let c = 0; c < C; c++) {
      const from = (place * C + c) * input;
      const to = (c * k * k + place) * O;
      for (let o = 0; o < O; o++) byInput[to + o] = W[from + o * output]!;
    }
  }
}
