import type { Floats } from '../core/floats.js';
import type { Memory } from '../core/memory.js';

/**
 * The weights of a convolution, stored the way this backend uses them fastest, with its working space. Made once, filled
 * at every change of the weights, used by one thread.
 */
export interface Filters {
  /** Side of the maps. */
  readonly S: number;
  /** Side of a neighborhood; odd. */
  readonly k: number;
  /** Channels of the input. */
  readonly C: number;
  /** Channels of the output. */
  readonly O: number;
}

/**
 * Products with the k×k neighborhoods of the pixels of R maps [S,S], channels last. Number (u,v,c) of the neighborhood of
 * pixel (i,j) is x[r,i+u−p,j+v−p,c] with p = (k−1)/2, and 0 outside of the map.
 */
export interface ConvolutionKernels {
  /** Room for the weights [k·k·C,O] and for what the functions below need besides their arguments. */
  createFilters(memory: Memory, S: number, k: number, C: number, O: number): Filters;
  /** filters = W [k·k·C,O]; with `transposed`, W is stored [O,k·k·C]. W must not change until the next call. */
  packFilters(transposed: boolean, W: Floats, filters: Filters): void;
  /** y[r,i,j,:] = β·y + Σ_{u,v,c} x[r,i+u−p,j+v−p,c] · W[(u,v,c),:], for x [R,S,S,C] and y [R,S,S,O]. */
  convolve(R: number, x: Floats, filters: Filters, beta: 0 | 1, y: Floats): void;
  /** The same; a map of y is the same bytes for every R. */
  convolveMaps(R: number, x: Floats, filters: Filters, beta: 0 | 1, y: Floats): void;
  /** dW[(u,v,c),o] += Σ_{r,i,j} x[r,i+u−p,j+v−p,c] · dy[r,i,j,o], for dW [k·k·C,O]. */
  convolutionGradient(R: number, x: Floats, dy: Floats, filters: Filters, dW: Floats): void;
  /** matrix[(r,i,j),(u,v,c)] = x[r,i+u−p,j+v−p,c]: all neighborhoods as rows, for a matrix product. */
  im2col(R: number, x: Floats, filters: Filters, matrix: Floats): void;
  /**
   * y[r,i,j,:] = β·y + Σ_{u,v} matrix[(r,i+u−p,j+v−p),(u,v,:)], for a matrix [R·S·S,k·k·O]: adds up what a matrix product
   * gave each pixel for each of its neighbors.
   */
  col2im(R: number, matrix: Floats, filters: Filters, beta: 0 | 1, y: Floats): void;
}
