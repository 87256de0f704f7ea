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
  /** The library reads the weights where they lie, */
  W: Floats;
  transposed: boolean;
  /** or as [C,k·k·O] in col2im. */
  readonly byInput: Floats;
  /** The other kernels' filters are filled when first needed. */
  readonly others: Filters;
  othersAreOld: boolean;
  readonly form: Form;
  readonly gradientForm: Form;
  /** Room for a block. */
  readonly matrix: Floats;
}

export function createFilters(
  others: Kernels,
  memory: Memory,
  ...[S, k, C, O]: [S: number, k: number, C: number, O: number]
): BlasFilters {
  const perMap = S * S * k * k * Math.max(C, O);
  const form = perMap <= LARGEST ? formOf(k, C, O) : 'direct';
  const gradientForm = perMap <= LARGEST && isWide(k, C, O) ? 'im2col' : 'direct';
  const isDirect = form === 'direct' && gradientForm === 'direct';
  return {
    ...{ S, k, C, O, form, gradientForm },
    ...{ W: memory.floats(0), transposed: false },
    byInput: memory.floats(form === 'col2im' ? C * k * k * O : 0),
    others: others.createFilters(memory, S, k, C, O),
    othersAreOld: true,
    matrix: memory.floats(isDirect ? 0 : Math.max(BLOCK, perMap)),
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
