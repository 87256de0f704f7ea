import type { ModelConfig } from '../core/snapshot.js';
import type { Batch, BatchParts } from './batch.js';
import type { IndexedRows } from './indexed-rows.js';

/** The data of a run: a text, divided and cut into windows, or the rows of a table. */
export interface TrainData {
  /** The largest window: T steps of B rows. */
  readonly T: number;
  readonly B: number;
  /** What the batches have besides x, y and mask. */
  readonly parts?: BatchParts;
  /** Inputs and outputs of the network, where they are not the symbols of the vocabulary. */
  readonly model?: Pick<ModelConfig, 'vocabulary' | 'outputs' | 'sourceVocabulary' | 'condition'>;
  /** The parameters that a language model of the same symbols can initialize. */
  readonly transfer?: Transfer;
  /** What is measured besides the loss; the first one that is a share of 1 decides which model is best. */
  readonly metrics?: readonly Metric[];
  /** The share of the computed steps that carry a symbol, where rows have different lengths. */
  readonly occupancy?: number;
  /** Symbols in all parts together. */
  readonly symbols: number;
  /** What x and y index, where the input is images or a series. */
  readonly indexed?: IndexedRows | undefined;
  readonly train: DataPart;
  readonly validation: DataPart | null;
  readonly test: DataPart | null;
}

/** The parameters below `prefix`, with or without the decoder, are those of a language model. */
export interface Transfer {
  readonly prefix: '' | 'source.';
  readonly decoder: boolean;
}

/**
 * The fraction of correct predictions (`accuracy` of labels and tags, `tokenAccuracy` of texts), the mean F1 of all
 * labels, and the fraction of rows that are correct as a whole; of numbers the mean absolute error, and the root of the
 * mean squared error, in the units of their columns.
 */
export type Metric = 'accuracy' | 'macroF1' | 'tokenAccuracy' | 'exactMatch' | 'mae' | 'rmse';

/** Whether a metric is an error, and not a share of 1. */
export const isError = (metric: Metric): boolean => metric === 'mae' || metric === 'rmse';

/** One part of the data, as windows that can be filled in any order. */
export interface DataPart {
  /** Windows of an epoch. */
  readonly windows: number;
  /** Predictions in all windows of an epoch together. */
  readonly count: number;
  /** Rows in all windows together, where they are examples. */
  readonly rows?: number;
  /** Whether a window continues the one before it, so that the state is carried on; else each starts from zeros. */
  readonly continuous: boolean;
  /**
   * Fills `batch` with window 0 ... windows − 1 of an epoch. A function of its arguments alone. May throw when the run is
   * to stop.
   */
  fill(window: number, batch: Batch, epoch: number): void;
}
