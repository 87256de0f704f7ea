import type { Check } from './check.js';
import { mix32, type Rng } from './rng.js';
import { shuffle } from './shuffle.js';

/** Integers in a random order with access to any place. */
export interface Permutation {
  readonly length: number;
  at(place: number): number;
}

/** The largest order that is kept in memory: 4 MiB. */
export const KEPT = 2 ** 20;

/**
 * The numbers 0 ... n − 1 in an order drawn from `rng`. Up to `kept` of them are shuffled in an array; the order of
 * more is computed place by place, without memory. `check` is called while they are shuffled.
 */
export function permutation(
  n: number,
  rng: Rng,
  { kept = KEPT, check }: { readonly kept?: number; readonly check?: Check | undefined } = {},
): Permutation {
  return n <= kept ? shuffled(n, rng, check) : feistel(n, rng);
}

/** Every order is as likely as any other. */
function shuffled(n: number, rng: Rng, check?: Check): Permutation {
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  shuffle(order, rng, check);
  return { length: n, at: (place) => order[place]! };
}

const ROUNDS = 6;

/**
 * A Feistel network: a number below s² is a pair below s, and each round shifts one half by a hash of the other, which
 * can be undone, so that no two places have the same number. What falls outside n is sent through again (cycle walking:
 * Black & Rogaway 2002, "Ciphers with arbitrary finite domains"); with s = ⌈√n⌉ that is rare.
 */
function feistel(n: number, rng: Rng): Permutation {
  const s = Math.ceil(Math.sqrt(n));
  const keys = Int32Array.from({ length: ROUNDS }, () => rng.below(2 ** 32));
  const shift = (half: number, round: number) => (mix32(half ^ keys[round]!) >>> 0) % s;
  return {
    length: n,
    at(place) {
      let left = place % s;
      let right = Math.floor(place / s);
      do {
        for (let round = 0; round < ROUNDS; round += 2) {
          left = (left + shift(right, round)) % s;
          right = (right + shift(left, round + 1)) % s;
        }
      } while (right * s + left >= n);
      return right * s + left;
    },
  };
}
