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
  /** Symbols that are read in this window. */
  symbols: number;
  /** The step at which each row begins, [B], where rows end together; else all begin at 0. */
  readonly starts?: Ids | undefined;
  /** What an encoder-decoder reads before step 0: symbols [T,B] whose rows begin at `starts` and end together. */
  readonly source?: { readonly x: Ids; readonly starts: Ids; T: number } | undefined;
  /** A vector for each row, [B,D], for networks with a condition. */
  readonly condition?: Floats | undefined;
  /** The index of an image for each row, [B], for networks conditioned on one. */
  readonly images?: Ids | undefined;
}

/** Which arrays a batch has besides x, y and mask. */
export interface BatchParts {
  readonly starts?: boolean;
  readonly source?: boolean;
  /** D of the condition. */
  readonly condition?: number;
  readonly images?: boolean;
}

/** An empty batch of at most T steps and exactly B rows. */
export function createBatch(memory: Memory, T: number, B: number, parts: BatchParts = {}): Batch {
  const places = () => memory.ids(T * B);
  return {
    x: places(),
    y: places(),
    mask: memory.floats(T * B),
    B,
    T,
    rows: 0,
    count: 0,
    symbols: 0,
    ...(parts.starts && { starts: memory.ids(B) }),
    ...(parts.source && { source: { x: places(), starts: memory.ids(B), T } }),
    ...(parts.condition && { condition: memory.floats(B * parts.condition) }),
    ...(parts.images && { images: memory.ids(B) }),
  };
}
