import type { Floats, Ids } from '../core/floats.js';
import type { Memory } from '../core/memory.js';

/**
 * What a training step sees: symbols x [T,B] and the symbols y [T,B] to be predicted, time-major, and a mask [T,B] that
 * shows which predictions count. The window may be shorter than the arrays: its steps are 0 ... T − 1.
 */
export interface Batch {
  readonly x: Ids;
  readonly y: Ids;
  readonly mask: Floats;
  /** Rows. */
  readonly B: number;
  /** Steps of this window. */
  T: number;
  /** Rows in use in this window. */
  rows: number;
  /** Sum of the mask: predictions that count. */
  count: number;
}

/** An empty batch of at most T steps and exactly B rows. */
export function createBatch(memory: Memory, T: number, B: number): Batch {
  return { x: memory.ids(T * B), y: memory.ids(T * B), mask: memory.floats(T * B), B, T, rows: 0, count: 0 };
}
