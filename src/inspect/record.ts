import type { Clamp } from '../core/layer.js';
import type { Sequence } from '../core/sequence.js';
import type { LanguageModel } from '../model/language-model.js';
import { divide, type Interval } from './sampling.js';

/** Symbols that are read before a stretch, so that its first state has a past. Longer memories begin incomplete. */
const WARM_UP = 256;

/** A window of the network that has just been computed: row rows[i] of its caches and logits belongs to positions[i]. */
export interface Visit {
  readonly rows: Int32Array;
  readonly positions: Int32Array;
  readonly logits: Sequence;
}

export interface WalkOptions {
  readonly warmUp?: number;
  readonly clamps?: readonly Clamp[];
}

/**
 * Runs the network over stretches of a text, as many side by side as it has rows, and stops at each window so that its
 * caches can be read: recording is reading. Each stretch starts from the zero state 256 symbols early, or at the
 * beginning of the text, where it is exact. Every position of every interval is visited once.
 */
export function* walk(
  model: LanguageModel,
  ids: Int32Array,
  intervals: readonly Interval[],
  { warmUp = WARM_UP, clamps }: WalkOptions = {},
): Generator<Visit> {
  for (let at = 0; at < intervals.length; at += model.B) {
    yield* walkTogether(model, ids, intervals.slice(at, at + model.B), warmUp, clamps);
  }
}

function* walkTogether(
  model: LanguageModel,
  ids: Int32Array,
  intervals: readonly Interval[],
  warmUp: number,
  clamps: readonly Clamp[] | undefined,
): Generator<Visit> {
  const { T, B } = model;
  const x = model.createInput();
  const state = model.createState();
  const begins = intervals.map(({ from }) => Math.max(0, from - warmUp));
  const steps = Math.max(...intervals.map(({ to }, b) => to - begins[b]!));
  const rows = new Int32Array(T * B);
  const positions = new Int32Array(T * B);
  for (let step = 0; step < steps; step += T) {
    const length = Math.min(T, steps - step);
    let n = 0;
    for (let t = 0; t < length; t++) {
      for (let b = 0; b < intervals.length; b++) {
        const position = begins[b]! + step + t;
        const { from, to } = intervals[b]!;
        x[t * B + b] = position < to ? ids[position]! : 0;
        if (position < from || position >= to) continue;
        rows[n] = t * B + b;
        positions[n++] = position;
      }
    }
    const logits = model.forward(x, state, { T: length, clamps });
    if (n > 0) yield { rows: rows.subarray(0, n), positions: positions.subarray(0, n), logits };
  }
}

/** One interval cut into stretches for all rows of the network, none much shorter than its own warm-up. */
export function stretches(model: LanguageModel, interval: Interval): Interval[] {
  const rows = Math.floor((interval.to - interval.from) / WARM_UP);
  return divide(interval, Math.max(1, Math.min(model.B, rows)));
}
