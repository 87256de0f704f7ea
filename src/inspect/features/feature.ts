/**
 * An interpretable property of every character of a text, computed from the text alone.
 *
 * A value describes what is known *after reading* its character: the opening quote is already inside, the closing
 * quote is outside again. That is the moment at which the network's state is compared with it. Where a feature
 * looks ahead (the distance to the end of the line), the network cannot know it, only guess.
 */
export interface Feature {
  /** As typed after --feature: lower case, hyphens. */
  readonly name: string;
  /** `binary`: 0 or 1. `graded`: a number whose order and size are meaningful. */
  readonly kind: 'binary' | 'graded';
  /** A description for tables. */
  readonly what: string;
  /** codes: a Unicode code point for every symbol of the text -> a value for each. */
  values(codes: Int32Array): Float32Array | Promise<Float32Array>;
}

/** A feature that is computed at once. */
export interface ReadyFeature extends Feature {
  values(codes: Int32Array): Float32Array;
}

/** Reads one character: its code point and position -> the feature's value after it. */
export type Step = (code: number, i: number, codes: Int32Array) => number;

/** A feature that is 0 or 1. `begin` creates a reader, which then receives every character in order. */
export function binary(name: string, what: string, begin: () => Step): ReadyFeature {
  return { name, kind: 'binary', what, values: (codes) => read(codes, begin()) };
}

/** A feature that is a number. */
export function graded(name: string, what: string, begin: () => Step): ReadyFeature {
  return { name, kind: 'graded', what, values: (codes) => read(codes, begin()) };
}

function read(codes: Int32Array, step: Step): Float32Array {
  const values = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) values[i] = step(codes[i]!, i, codes);
  return values;
}
