import type { Ids } from '../core/floats.js';
import type { Sequence } from '../core/sequence.js';
import type { Clamp } from '../layers/layer.js';
import type { IdSource } from '../text/id-source.js';
import type { LanguageModel } from './language-model.js';

/** Symbols begin ... to − 1 of a text, read by one row from a state of zeros; those before `from` only warm it up. */
export interface Stretch {
  readonly begin: number;
  readonly from: number;
  readonly to: number;
}

/** A window that the network has just read. Its arrays, like the network's own, are used again for the next window. */
export interface ReadWindow {
  /** The places t·B + b in logits and caches that belong to a position of some stretch, from ≤ position < to. */
  readonly places: Int32Array;
  /** The position in the text of each of `places`. */
  readonly positions: Int32Array;
  /** The stretch that row 0 reads; row b reads stretch `first + b`. */
  readonly first: number;
  /** Steps of this window. */
  readonly steps: number;
  /** [steps, B, V]. */
  readonly logits: Sequence;
  /** The symbol that follows each place, [steps, B]; 0 after the last symbol of the text. */
  readonly next: Ids;
}

/**
 * Reads stretches of a text, as many side by side as the network has rows, and yields after each window so that logits
 * and caches can be read. Each position of each stretch is yielded once; a window of warm-up yields none. Memory does
 * not grow with the text.
 */
export function* readText(
  model: LanguageModel,
  source: IdSource,
  stretches: readonly Stretch[],
  { clamps }: { readonly clamps?: readonly Clamp[] | undefined } = {},
): Generator<ReadWindow, void, void> {
  const { T, B } = model;
  const [x, next] = [model.createInput(), model.createInput()];
  const places = new Int32Array(T * B);
  const positions = new Int32Array(T * B);
  const ids = new Int32Array(T + 1);
  const state = model.createState();

  /** Row b of the window that begins `step` symbols into its stretch. */
  function fillRow({ begin, to }: Stretch, b: number, step: number): void {
    const at = begin + step;
    const last = Math.min(to, at + T);
    const known = ids.subarray(0, Math.max(0, Math.min(last + 1, source.length) - at));
    if (known.length > 0) source.read(at, known);
    ids.fill(0, known.length);
    for (let t = 0; t < T; t++) {
      x[t * B + b] = at + t < to ? ids[t]! : 0;
      next[t * B + b] = ids[t + 1]!;
    }
  }

  for (let first = 0; first < stretches.length; first += B) {
    const band = stretches.slice(first, first + B);
    const length = Math.max(...band.map(({ begin, to }) => to - begin));
    for (const carried of Object.values(state)) carried.fill(0);
    for (let step = 0; step < length; step += T) {
      const steps = Math.min(T, length - step);
      band.forEach((stretch, b) => fillRow(stretch, b, step));
      let n = 0;
      for (let t = 0; t < steps; t++) {
        for (let b = 0; b < band.length; b++) {
          const { begin, from, to } = band[b]!;
          const position = begin + step + t;
          if (position < from || position >= to) continue;
          places[n] = t * B + b;
          positions[n++] = position;
        }
      }
      const logits = model.forward(x, state, { T: steps, clamps });
      yield {
        places: places.subarray(0, n),
        positions: positions.subarray(0, n),
        first,
        steps,
        logits,
        next,
      };
    }
  }
}
