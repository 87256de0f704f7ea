import type { Floats } from '../core/floats.js';
import type { Memory } from '../core/memory.js';
import type { Batch } from './batch.js';
import type { IndexedRows } from './indexed-rows.js';
import type { DataPart, TrainData } from './train-data.js';

/** The rows of a series, standardized, by their numbers 0 ... N − 1. */
export interface NumberRows {
  /** D: numbers that are read of a row. */
  readonly width: number;
  /** K: numbers that are predicted of a row. */
  readonly targets: number;
  /** Writes what is read of a row to `into` [D]. */
  readInputs(row: number, into: Floats): void;
  /** Writes what is predicted of a row to `into` [K]. */
  readTargets(row: number, into: Floats): void;
}

/** Stands in x of a batch for a place where nothing is read. */
export const NO_ROW = -1;

/** Room in the memory of the kernels for the rows of one window. */
export interface LoadedNumbers {
  readonly indexed: IndexedRows;
  /**
   * Loads the rows that x and y of a batch name. x[t,b] and, where numbers are predicted, y[t,b] become the place t·B + b.
   * Zeros are read where x is NO_ROW, and before a row of the batch begins.
   */
  load(batch: Batch): void;
}

export function createLoadedNumbers(
  rows: NumberRows,
  memory: Memory,
  sizes: { readonly T: number; readonly B: number },
): LoadedNumbers {
  const { width: D, targets: K } = rows;
  const places = sizes.T * sizes.B;
  const inputs = memory.floats(places * D);
  const targets = memory.floats(places * K);
  return {
    indexed: { data: inputs, targets },
    load(batch) {
      const { x, y, mask, starts, B, T } = batch;
      for (let place = 0; place < T * B; place++) {
        const b = place % B;
        const into = inputs.subarray(place * D, (place + 1) * D);
        const begins = starts?.[b] ?? 0;
        const isRead = b < batch.rows && Math.floor(place / B) >= begins && x[place] !== NO_ROW;
        if (isRead) rows.readInputs(x[place]!, into);
        else into.fill(0);
        x[place] = place;
        if (K === 0) continue;
        if (mask[place] !== 0) rows.readTargets(y[place]!, targets.subarray(place * K, (place + 1) * K));
        y[place] = place;
      }
    },
  };
}

/** Data whose symbols are the numbers of rows, as data whose symbols index those rows: only those of one window are there. */
export function indexNumbers(data: TrainData, rows: NumberRows, memory: Memory): TrainData {
  const { indexed, load } = createLoadedNumbers(rows, memory, data);
  function loaded<P extends DataPart | null>(part: P): P {
    return (
      part && {
        ...part,
        fill(window: number, batch: Batch, epoch: number) {
          part.fill(window, batch, epoch);
          load(batch);
        },
      }
    );
  }
  return {
    ...data,
    indexed,
    train: loaded(data.train),
    validation: loaded(data.validation),
    test: loaded(data.test),
  };
}
