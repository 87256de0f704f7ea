import type { Floats } from './floats.js';
import type { Memory } from './memory.js';

/** A time-major array [T, B, D] together with a view on each of its steps: `step[t]` is [B, D]. */
export interface Sequence {
  readonly data: Floats;
  readonly step: readonly Floats[];
}

/** Takes a zeroed [T, B, D] from `memory`. The views are made here, once, so that a training step makes none. */
export function createSequence(memory: Memory, T: number, B: number, D: number): Sequence {
  return viewSteps(memory.floats(T * B * D), T, B * D);
}

/** The steps `from ... from + T - 1` of a sequence, as a sequence of their own on the same numbers. */
export function sliceSteps(sequence: Sequence, from: number, T: number): Sequence {
  const width = sequence.step[0]!.length;
  return viewSteps(sequence.data.subarray(from * width, (from + T) * width), T, width);
}

function viewSteps(data: Floats, T: number, width: number): Sequence {
  return { data, step: Array.from({ length: T }, (_, t) => data.subarray(t * width, (t + 1) * width)) };
}
