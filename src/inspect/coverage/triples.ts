import type { Conditions } from './conditions.js';
import type { Candidate } from './formula.js';
import { ofThree, tripleFormula, TRIPLES } from './partition.js';

/** Two conditions a < b, and the largest share of a formula of them. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly share: number;
}

/** One cell: its value at each position, and what it adds up to over each condition, and over each two of them. */
export interface CellSums {
  readonly values: Float64Array;
  /** [a]. */
  readonly single: Float64Array;
  /** [a][b]. */
  readonly both: Float64Array;
}

interface Found {
  readonly atoms: readonly number[];
  readonly index: number;
  readonly share: number;
}

/**
 * The best formula of three conditions of which two are one of these pairs; then of the pairs of the best, until none
 * is better. null where there is none.
 */
export function bestTriple(
  conditions: Conditions,
  { values, single, both }: CellSums,
  pairs: readonly Pair[],
): Candidate | null {
  const A = conditions.holds.length;
  const seen = new Set<number>();
  const sums = new Float64Array(TRIPLES);
  let best = null as Found | null;
  function visit(a: number, b: number): void {
    if (a >= b || seen.has(a * A + b)) return;
    seen.add(a * A + b);
    const { rows, factors } = conditions.both(a, b);
    const within = sumsWithin(rows, conditions, values);
    for (let c = 0; c < A; c++) {
      if (c === a || c === b) continue;
      const overlaps = { ab: both[a * A + b]!, ac: both[a * A + c]!, bc: both[b * A + c]!, abc: within[c]! };
      ofThree(0, { a: single[a]!, b: single[b]!, c: single[c]!, ...overlaps }, sums);
      for (let k = 0; k < TRIPLES; k++) {
        const share = sums[k]! ** 2 * factors[c * TRIPLES + k]!;
        if (share > (best?.share ?? 0)) best = { atoms: [a, b, c], index: k, share };
      }
    }
  }
  for (const { a, b } of pairs) visit(a, b);
  for (let before: Found | null = null; best !== before;) {
    before = best;
    const atoms = best?.atoms ?? [];
    for (const a of atoms) for (const b of atoms) visit(a, b);
  }
  return best && { formula: tripleFormula(best.index, best.atoms), share: best.share };
}

/** What a cell adds up to over these positions, for each condition. */
function sumsWithin(rows: Int32Array, { holds, holding }: Conditions, values: Float64Array): Float64Array {
  const sums = new Float64Array(holds.length);
  for (let r = 0; r < rows.length; r++) {
    const value = values[rows[r]!]!;
    const here = holding[rows[r]!]!;
    for (let k = 0; k < here.length; k++) sums[here[k]!]! += value;
  }
  return sums;
}
