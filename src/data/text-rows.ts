import type { Ids } from '../core/floats.js';
import type { IdSource } from '../text/id-source.js';
import type { Batch } from './batch.js';
import type { DataPart } from './train-data.js';

export interface TextRowsShape {
  /** Rows of the batch, and how many of them are used; the others are masked. */
  readonly B: number;
  readonly used?: number;
  readonly T: number;
  /** The part of each row that is read, in symbols of the row; all of it by default. */
  readonly from?: number;
  readonly to?: number;
  /** Whether a last window shorter than T is read too (evaluation) or left out (training). */
  readonly partial: boolean;
}

/** Writes consecutive symbols of a text, one more than the window has steps, into row b of a batch. */
export type PlaceRow = (ids: Ids, batch: Batch, b: number) => void;

/** S: symbols of each of B rows. */
export function rowLength(symbols: number, B: number): number {
  return Math.max(0, Math.floor((symbols - 1) / B));
}

/**
 * A text cut into B batch rows that are read in parallel, window by window:
 *
 *     N symbols give S = ⌊(N − 1) / B⌋; row b begins at b·S; the window at p reads ids[b·S + p ... + T], both included.
 *
 * A recurrent network that carries its state from window to window thus reads every row from end to end.
 */
export function textInRows(source: IdSource, shape: TextRowsShape, place: PlaceRow): DataPart {
  const { B, T, partial } = shape;
  const used = shape.used ?? B;
  const S = rowLength(source.length, used);
  const from = shape.from ?? 0;
  const length = Math.min(shape.to ?? S, S) - from;
  const windows = partial ? Math.ceil(length / T) : Math.floor(length / T);
  const whole = new Int32Array(T + 1);

  function fill(window: number, batch: Batch): void {
    const p = from + window * T;
    const steps = Math.min(T, from + length - p);
    const ids = steps === T ? whole : whole.subarray(0, steps + 1);
    batch.mask.fill(0, 0, steps * B);
    for (let b = 0; b < used; b++) {
      source.read(b * S + p, ids);
      place(ids, batch, b);
    }
    batch.T = steps;
    batch.rows = used;
    batch.count = batch.symbols = steps * used;
  }

  const count = partial ? length * used : windows * T * used;
  return { windows, count, continuous: true, fill };
}
