import type { Rng } from '../src/core/rng.js';
import { shuffle } from '../src/core/shuffle.js';

/** Clips or images of bytes with a text for each: x [N, ...shape], y [N]. */
export interface Examples {
  readonly x: { readonly shape: readonly number[]; readonly data: Uint8Array };
  readonly y: readonly string[];
}

/** A clip: T frames of S·S bytes, and what happens in it. */
export interface Clip {
  readonly frames: readonly Uint8Array[];
  readonly label: string;
}

/** Lays clips one after the other, x [N, T, 1, S, S], in an order drawn from `rng`. */
export function collectClips(clips: readonly Clip[], S: number, rng: Rng): Examples {
  const ordered = shuffle([...clips], rng);
  const T = clips[0]!.frames.length;
  const data = new Uint8Array(clips.length * T * S * S);
  ordered.forEach(({ frames }, n) => frames.forEach((frame, t) => data.set(frame, (n * T + t) * S * S)));
  return { x: { shape: [clips.length, T, 1, S, S], data }, y: ordered.map(({ label }) => label) };
}
