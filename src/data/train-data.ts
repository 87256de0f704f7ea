import type { Floats } from '../core/floats.js';
import type { Batch } from './batch.js';

/** All that training is given to learn from: a text, divided and cut into windows, or the rows of a table. */
export interface TrainData {
  /** The largest window: T steps of B rows. */
  readonly T: number;
  readonly B: number;
  /** Symbols in all parts together. */
  readonly symbols: number;
  /** The images that the batches count, [N, S·S·C], where the input is images; in the memory of the kernels. */
  readonly images?: { readonly data: Floats } | undefined;
  readonly train: DataPart;
  readonly validation: DataPart | null;
  readonly test: DataPart | null;
}

/** One part of the data, as windows that can be filled in any order. */
export interface DataPart {
  /** Windows of an epoch. */
  readonly windows: number;
  /** Predictions in all windows of an epoch together. */
  readonly count: number;
  /** Whether a window continues the one before it, so that the state is carried on; else each starts from zeros. */
  readonly continuous: boolean;
  /** Fills `batch` with window 0 ... windows − 1 of an epoch. A function of its arguments alone. */
  fill(window: number, batch: Batch, epoch: number): void;
}
