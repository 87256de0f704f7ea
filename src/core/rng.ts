import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A source of random numbers that is passed in, never global, and whose whole state can be saved: four integers. */
export interface Rng {
  /** Uniform in [0, 1), in steps of 2^-32. */
  uniform(): number;
  /** Standard normal (Box-Muller; the second value is thrown away so that the state stays four integers). */
  normal(): number;
  /** A whole number in 0 ... n - 1. */
  below(n: number): number;
  /** All that is needed to go on from here. */
  state(): readonly number[];
}

/** The generator xoroshiro128+ seeded with a 32-bit integer. */
export function createRng(seed: number): Rng {
  return wrap(xoroshiro128plus(seed));
}

/** The generator that goes on where `rng.state()` was taken. Throws a RangeError unless `state` is four integers. */
export function restoreRng(state: readonly number[]): Rng {
  if (state.length !== 4 || !state.every(Number.isInteger)) {
    throw new RangeError('the state of a random generator is four integers');
  }
  return wrap(xoroshiro128plusFromState(state));
}

function wrap(generator: ReturnType<typeof xoroshiro128plus>): Rng {
  const uniform = () => (generator.next() >>> 0) / 4294967296;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below: (n) => Math.floor(uniform() * n),
    state: () => generator.getState(),
  };
}
