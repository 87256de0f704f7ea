import type { Ids } from '../core/floats.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { Batch, BatchParts } from '../data/batch.js';
import type { Example } from '../data/examples.js';
import type { Metric, Transfer } from '../data/train-data.js';

/** How many different symbols, labels or columns of numbers a table has on each side. */
export interface TableSizes {
  /** Symbols of the source; with `generate` its labels, or the numbers of a row. */
  readonly source: number;
  /** Symbols of the target; with `classify` and `tag` its labels. */
  readonly target: number;
}

/** Symbols of a row. */
export interface RowLengths {
  readonly source: number;
  readonly target: number;
}

/** A task on examples says where x, y and mask go, and nothing else. */
export interface ExampleTask {
  /** The inputs and outputs of the network that learns it. */
  readonly model: Pick<ModelConfig, 'vocabulary' | 'outputs' | 'sourceVocabulary' | 'condition'>;
  readonly parts: BatchParts;
  /** The parameters that a language model of its text can initialize. */
  readonly transfer: Transfer;
  /** What is measured besides the loss, as shares of 1; the first one decides which model is best. */
  readonly metrics: readonly Metric[];
  /** Steps of a row. */
  steps(lengths: RowLengths): number;
  /** Steps of its source network, where there is one. */
  sourceSteps?(lengths: RowLengths): number;
  /** Predictions that count in a row. */
  predictions(lengths: RowLengths): number;
  /**
   * Writes a row into row b of a window of `batch.T` steps (and `batch.source.T` of a source network). The mask is 0
   * before; other places may hold any symbols.
   */
  place(example: Example, batch: Batch, b: number): void;
}

/** Places the text that a network learns to write: x = first c1 ... cn, y = c1 ... cn end, from step 0 on. */
export function placeText(
  text: Ids,
  { first, end }: { readonly first: number; readonly end: number },
  { x, y, mask, B }: Batch,
  b: number,
): void {
  for (let t = 0, at = b; t <= text.length; t++, at += B) {
    x[at] = t === 0 ? first : text[t - 1]!;
    y[at] = text[t] ?? end;
    mask[at] = 1;
  }
}
