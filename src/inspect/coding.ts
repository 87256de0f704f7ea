import type { Feature } from './features/feature.js';
import { BITS, LEVELS, toLevels } from './levels.js';

/**
 * All features of a text in a few bytes per position, so that histograms over thousands of cells stay cheap: a
 * channel is a byte below 32 per position, and holds the levels of one graded feature or the bits of five binary ones.
 */
export interface Coding {
  readonly length: number;
  readonly features: readonly CodedFeature[];
  readonly channels: readonly Uint8Array[];
}

/** A feature and where its values are: in a bit of a channel, or in its levels. */
export interface CodedFeature {
  readonly feature: Feature;
  readonly channel: number;
  /** [32]: the feature's value at each level of the channel. */
  readonly values: Float64Array;
}

/** `valuesOf(feature)` gives a value for each of `length` positions. Features come out in the order they went in. */
export function encodeFeatures(
  features: readonly Feature[],
  length: number,
  valuesOf: (feature: Feature) => Float32Array,
): Coding {
  const channels: Uint8Array[] = [];
  let bit = 0;
  let shared = -1;
  const coded = features.map((feature): CodedFeature => {
    if (feature.kind === 'graded') {
      const { codes, values } = toLevels(valuesOf(feature));
      return { feature, channel: channels.push(codes) - 1, values };
    }
    if (bit % BITS === 0) shared = channels.push(new Uint8Array(length)) - 1;
    const place = bit++ % BITS;
    setBits(channels[shared]!, valuesOf(feature), 1 << place);
    return { feature, channel: shared, values: bitValues(place) };
  });
  return { length, features: coded, channels };
}

/** The value of one coded feature at every position: what of it the histograms see. */
export function decodeFeature(coding: Coding, { channel, values }: CodedFeature): Float32Array {
  const levels = coding.channels[channel]!;
  const out = new Float32Array(levels.length);
  for (let i = 0; i < out.length; i++) out[i] = values[levels[i]!]!;
  return out;
}

function setBits(channel: Uint8Array, values: Float32Array, mask: number): void {
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) channel[i]! |= mask;
}

function bitValues(place: number): Float64Array {
  return Float64Array.from({ length: LEVELS }, (_, level) => (level >> place) & 1);
}
