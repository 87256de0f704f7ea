import type { Batch } from '../../data/batch.js';
import type { Engine } from '../../train/engine.js';

/** A text in rows, for networks that carry their state along it; its end is held out. */
export interface Prose {
  /** The window of a step of training, all predictions counting. */
  fill(batch: Batch, step: number): void;
  /** Mean nats per character of the held-out part, read from a state of zeros. */
  evaluate(engine: Engine, batch: Batch): number;
  /** Windows of the held-out part. */
  readonly heldOut: number;
  fillHeldOut(batch: Batch, window: number): void;
}

const HELD_OUT = 0.04;

export function createProse(ids: Int32Array, T: number, B: number): Prose {
  const border = Math.floor(ids.length * (1 - HELD_OUT));
  const train = rowsIn(ids.subarray(0, border), T, B);
  const rest = rowsIn(ids.subarray(border), T, B);
  return {
    fill: (batch, step) => train.fill(batch, step % train.windows),
    evaluate(engine, batch) {
      let nats = 0;
      for (let window = 0; window < rest.windows; window++) {
        rest.fill(batch, window);
        nats += engine.evaluate(batch, window === 0).nats;
      }
      return nats / (rest.windows * T * B);
    },
    heldOut: rest.windows,
    fillHeldOut: rest.fill,
  };
}

/** B rows, each a stretch of the text, in windows of T. */
function rowsIn(ids: Int32Array, T: number, B: number) {
  const length = Math.floor((ids.length - 1) / B);
  return {
    windows: Math.floor(length / T),
    fill(batch: Batch, window: number): void {
      batch.T = T;
      batch.count = T * B;
      batch.mask.fill(1);
      for (let b = 0; b < B; b++)
        for (let t = 0, from = b * length + window * T; t < T; t++) {
          batch.x[t * B + b] = ids[from + t]!;
          batch.y[t * B + b] = ids[from + t + 1]!;
        }
    },
  };
}
