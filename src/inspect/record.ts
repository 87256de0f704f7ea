import type { Clamp } from '../layers/layer.js';
import type { Sequence } from '../core/sequence.js';
import { refuseUnlessFinite } from '../model/finite.js';
import type { LanguageModel } from '../model/language-model.js';
import { divide, type Interval } from './sampling.js';
import { codeAt, type InspectedText } from './text.js';

/** Symbols that are read before a stretch, at least, so that its first state has a past. Longer memories begin incomplete. */
const WARM_UP = 256;
/** How much further back a line that begins there is worth: at a line's start most things are as in the beginning. */
const LINE_SEARCH = 512;

/** A window of the network that has just been computed: row rows[i] of its caches and logits belongs to positions[i]. */
export interface Visit {
  readonly rows: Int32Array;
  readonly positions: Int32Array;
  /** Steps of this window. */
  readonly steps: number;
  /** The interval that row 0 of the batch reads; the b-th row reads the one `b` further. */
  readonly first: number;
  readonly logits: Sequence;
}

export interface WalkOptions {
  readonly warmUp?: number;
  readonly clamps?: readonly Clamp[];
}

/**
 * Runs the network over stretches of a text, as many side by side as it has rows, and stops at each window so that its
 * caches can be read: recording is reading. Each stretch starts from the zero state at a line that begins at least 256
 * symbols early, or at the beginning of the text, where it is exact. Every position of every interval is visited once.
 */
export function* walk(
  model: LanguageModel,
  text: InspectedText,
  intervals: readonly Interval[],
  { warmUp = WARM_UP, clamps }: WalkOptions = {},
): Generator<Visit> {
  const x = model.createInput();
  const state = model.createState();
  for (let at = 0; at < intervals.length; at += model.B) {
    const group = intervals.slice(at, at + model.B);
    const begins = group.map(({ from }) => (warmUp === 0 ? from : startBefore(text, from - warmUp)));
    const steps = Math.max(...group.map(({ to }, b) => to - begins[b]!));
    for (const carried of Object.values(state)) carried.fill(0);
    for (let step = 0; step < steps; step += model.T) {
      const length = Math.min(model.T, steps - step);
      const places = fillWindow(model, text.ids, group, begins, step, length, x);
      const logits = model.forward(x, state, { T: length, clamps });
      // what is not finite in the network has reached the logits of its last step
      refuseUnlessFinite(logits.step[length - 1]!);
      if (places.rows.length > 0) yield { ...places, steps: length, first: at, logits };
    }
  }
}

/** The last place up to `position` at which a paragraph, or else a line, begins; or just `position`. */
function startBefore(text: InspectedText, position: number): number {
  let line = Math.max(0, position);
  for (let p = position; p > position - LINE_SEARCH; p--) {
    if (p <= 0) return 0;
    if (codeAt(text, p - 1) !== 10) continue;
    if (p > 1 && codeAt(text, p - 2) === 10) return p;
    if (line === position) line = p;
  }
  return line;
}

/** Puts the window's symbols into x [length, B], and says which of its rows stand for a position. */
function fillWindow(
  { T, B }: LanguageModel,
  ids: Int32Array,
  group: readonly Interval[],
  begins: readonly number[],
  step: number,
  length: number,
  x: Int32Array,
): Pick<Visit, 'rows' | 'positions'> {
  const rows = new Int32Array(T * B);
  const positions = new Int32Array(T * B);
  let n = 0;
  for (let t = 0; t < length; t++) {
    for (let b = 0; b < group.length; b++) {
      const position = begins[b]! + step + t;
      const { from, to } = group[b]!;
      x[t * B + b] = position < to ? ids[position]! : 0;
      if (position < from || position >= to) continue;
      rows[n] = t * B + b;
      positions[n++] = position;
    }
  }
  return { rows: rows.subarray(0, n), positions: positions.subarray(0, n) };
}

/** One interval cut into stretches for all rows of the network, none much shorter than its own warm-up. */
export function stretches(model: LanguageModel, interval: Interval): Interval[] {
  const rows = Math.floor((interval.to - interval.from) / WARM_UP);
  return divide(interval, Math.max(1, Math.min(model.B, rows)));
}
