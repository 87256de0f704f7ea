import type { Floats } from '../core/floats.js';

/**
 * Rows of numbers in the memory of the kernels, which a batch indexes in place of symbols: x[t,b] = n is row n. All
 * windows share the rows of images; those of a series are replaced with every window.
 */
export interface IndexedRows {
  /** [N, W]: the pixels of an image each, or what is read at one step. */
  readonly data: Floats;
  /** [N, K]: what y indexes, where the outputs of the network are numbers. */
  readonly targets?: Floats | undefined;
  /** Whether the CNN that reads them is frozen during training. */
  readonly frozen?: boolean | undefined;
}
