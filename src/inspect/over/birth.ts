import type { Rng } from '../../core/rng.js';
import { shuffle } from '../../core/shuffle.js';
import type { BirthTest } from './report.js';

/** The index of the first from which all hold to the end; −1 where the last does not. */
export function bornAt(holds: readonly boolean[]): number {
  let first = holds.length;
  while (first > 0 && holds[first - 1]) first--;
  return first === holds.length ? -1 : first;
}

/** The 2.5th and the 97.5th percentile of births, indices of checkpoints; −1 (never) is after all others. */
export function interval(births: readonly number[]): { readonly from: number; readonly to: number } {
  const sorted = births.map((birth) => (birth < 0 ? Infinity : birth)).sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const [from, to] = [at(0.025), at(0.975)];
  return { from: from === Infinity ? -1 : from, to: to === Infinity ? -1 : to };
}

/** A feature that was born: at which checkpoint, and the losses at each where it is decided and elsewhere. */
export interface Birth {
  readonly at: number;
  readonly losses: readonly { readonly there: number; readonly elsewhere: number }[];
}

/** How much more the loss falls where a feature is decided than elsewhere, up to checkpoint `at` from the one before. */
export function fallAt({ losses }: Pick<Birth, 'losses'>, at: number): number {
  if (at === 0) return 0;
  const [before, after] = [losses[at - 1]!, losses[at]!];
  return Math.log(before.there / after.there) - Math.log(before.elsewhere / after.elsewhere);
}

/** Does the loss fall at the birth? Every feature's births are given to others, in each of `shuffles` permutations. */
export function testBirths(births: readonly Birth[], shuffles: number, rng: Rng): BirthTest | null {
  if (births.length < 2) return null;
  const fallOf = (order: readonly number[]): number =>
    births.reduce((sum, birth, i) => sum + fallAt(birth, births[order[i]!]!.at) / births.length, 0);
  const identity = [...births.keys()];
  const observed = fallOf(identity);
  const others = Array.from({ length: shuffles }, () => fallOf(shuffle([...identity], rng)));
  return {
    fall: observed,
    expected: others.reduce((sum, fall) => sum + fall / shuffles, 0),
    p: (1 + others.filter((fall) => fall >= observed).length) / (1 + shuffles),
    births: births.length,
  };
}
