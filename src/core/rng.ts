import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A source of random numbers that is passed in, never global, and whose whole state can be saved: four integers. */
export interface Rng {
  /** Uniform in [0, 1), in steps of 2^-32. */
  uniform(): number;
  /** Standard normal (Box-Muller; the second value is discarded so that the state stays four integers). */
  normal(): number;
  /** An integer in 0 ... n - 1. */
  below(n: number): number;
  /** All that is needed to continue from here. */
  state(): readonly number[];
}

/** 2^32 / φ, the increment of splitmix (Steele, Lea & Flood 2014). */
const GOLDEN_RATIO = 0x9e3779b9;

/**
 * The generator xoroshiro128+ for a seed, an integer up to 2^53. `stream`, a 32-bit integer, numbers independent
 * generators of one seed, such as the shuffles of its epochs.
 *
 * Each word of its state is a hash of (word number, seed, stream), so that neighboring seeds and streams are
 * unrelated. The hash is a bijection of the word number: the state is never all zeros.
 */
export function createRng(seed: number, stream = 0): Rng {
  const key = [seed, Math.floor(seed / 2 ** 32), stream];
  return restoreRng([1, 2, 3, 4].map((word) => hash([word, ...key])));
}

/** A 32-bit hash of 32-bit integers (of the low halves of larger ones). */
function hash(parts: readonly number[]): number {
  return parts.reduce((h, part) => mix32((h + GOLDEN_RATIO) ^ part), 0);
}

/** The generator that continues where `rng.state()` was taken. Throws a RangeError unless `state` is four integers. */
export function restoreRng(state: readonly number[]): Rng {
  if (state.length !== 4 || !state.every(Number.isInteger)) {
    throw new RangeError('the state of a random generator is four integers');
  }
  const generator = xoroshiro128plusFromState(state);
  const uniform = () => (generator.next() >>> 0) / 4294967296;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below: (n) => Math.floor(uniform() * n),
    state: () => generator.getState(),
  };
}

/** The finalizer of MurmurHash3 (Appleby): a bijection of 32-bit integers in which each bit depends on every bit of `h`. */
export function mix32(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
