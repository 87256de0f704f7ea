import { RARE } from './atoms.js';
import { and, negate, type Formula } from './formula.js';

// Two conditions have four combinations, three have eight: bit k of a combination says whether condition k holds.

/** What is in each combination of two conditions, from the whole, each of them, and both. */
export const ofTwo = (all: number, a: number, b: number, ab: number): readonly number[] => [
  all - a - b + ab,
  a - ab,
  b - ab,
  ab,
];

/** What three conditions and their overlaps add up to. */
export interface Overlaps {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly ab: number;
  readonly ac: number;
  readonly bc: number;
  readonly abc: number;
}

/**
 * What formulas of three conditions add up to, [8][4]: for each combination m the conjunction of the three as they are
 * in m; and for each x of them, those in which x is as in m, but not m: x and not (y and z). With their negations
 * these are all formulas of three.
 */
export function ofThree(all: number, { a, b, c, ab, ac, bc, abc }: Overlaps, out: Float64Array): void {
  out[28] = abc;
  out[12] = ab - abc;
  out[20] = ac - abc;
  out[24] = bc - abc;
  out[4] = a - ab - ac + abc;
  out[8] = b - ab - bc + abc;
  out[16] = c - ac - bc + abc;
  out[0] = all - a - b - c + ab + ac + bc - abc;
  for (let m = 0; m < 8; m++) {
    const own = out[m * 4]!;
    out[m * 4 + 1] = (m & 1 ? a : all - a) - own;
    out[m * 4 + 2] = (m & 2 ? b : all - b) - own;
    out[m * 4 + 3] = (m & 4 ? c : all - c) - own;
  }
}

/** How many formulas of three conditions there are, negations aside. */
export const TRIPLES = 32;

/** Combination `m` of two conditions. */
export const pairFormula = (m: number, atoms: readonly number[]): Formula =>
  and(literalOf(m, 0, atoms), literalOf(m, 1, atoms));

/** Formula `index` of `ofThree`. */
export function tripleFormula(index: number, atoms: readonly number[]): Formula {
  const m = index >> 2;
  const [x, y, z] = [0, 1, 2].map((k) => literalOf(m, k, atoms)) as [Formula, Formula, Formula];
  if (index % 4 === 0) return and(and(x, y), z);
  if (index % 4 === 1) return and(x, negate(and(y, z)));
  return index % 4 === 2 ? and(y, negate(and(x, z))) : and(z, negate(and(x, y)));
}

/** Condition k as it is in combination m. */
const literalOf = (m: number, k: number, atoms: readonly number[]): Formula => ({
  op: (m >> k) & 1 ? 'is' : 'not',
  atom: atoms[k]!,
});

/**
 * The factor of the share of a cell's variance that lies between the m of n positions at which a formula holds and
 * the others. A cell of mean 0, whose squares add up to 1 and whose values add up to s where the formula holds, has
 * the share
 *
 *     s² · n / (m · (n − m)).
 *
 * 0 for a formula that holds nearly everywhere or nowhere.
 */
export const factorOf = (n: number, m: number): number => (Math.min(m, n - m) < RARE ? 0 : n / (m * (n - m)));
