import type { IdSource } from '../text/id-source.js';
import type { Batch } from './batch.js';

/**
 * A text read as B parallel streams, window by window:
 *
 *     N symbols give S = ⌊(N − 1) / B⌋; stream b begins at b·S; the window at p shows
 *     x = ids[b·S + p ... + T),  y = the same one symbol later.
 *
 * A recurrent network that carries its state from window to window thus reads every stream from end to end.
 */
export interface Streams {
  readonly windows: number;
  /** Predictions in all windows together. */
  readonly characters: number;
  /** Fills `batch` with window number 0 ... windows − 1. */
  fill(window: number, batch: Batch): void;
}

export interface StreamsShape {
  /** Rows of the batch, and how many of them are used; the others are masked. */
  readonly B: number;
  readonly used?: number;
  readonly T: number;
  /** The part of each stream that is read, counted in symbols; all of it by default. */
  readonly from?: number;
  readonly to?: number;
  /** Whether a last window shorter than T is read too (evaluation) or left out (training). */
  readonly partial: boolean;
}

/** S: symbols of each of B streams. */
export function streamLength(symbols: number, B: number): number {
  return Math.max(0, Math.floor((symbols - 1) / B));
}

export function createStreams(source: IdSource, shape: StreamsShape): Streams {
  const { B, T, partial } = shape;
  const used = shape.used ?? B;
  const S = streamLength(source.length, used);
  const from = shape.from ?? 0;
  const length = Math.min(shape.to ?? S, S) - from;
  const windows = partial ? Math.ceil(length / T) : Math.floor(length / T);
  const whole = new Int32Array(T + 1);

  function fill(window: number, batch: Batch): void {
    const p = from + window * T;
    const steps = Math.min(T, from + length - p);
    const ids = steps === T ? whole : whole.subarray(0, steps + 1);
    for (let b = 0; b < used; b++) {
      source.read(b * S + p, ids);
      for (let t = 0, at = b; t < steps; t++, at += B) {
        batch.x[at] = ids[t]!;
        batch.y[at] = ids[t + 1]!;
      }
    }
    for (let t = 0; t < steps; t++)
      batch.mask.fill(1, t * B, t * B + used).fill(0, t * B + used, (t + 1) * B);
    batch.T = steps;
    batch.count = steps * used;
  }

  return { windows, characters: partial ? length * used : windows * T * used, fill };
}
