import type { Floats } from '../../core/floats.js';
import type { Pace } from '../forward/pace.js';
import type { Backend } from '../forward/subject.js';
import type { Conditions } from './conditions.js';
import { sizeOf, type Candidate } from './formula.js';
import { ofTwo, pairFormula } from './partition.js';
import { bestTriple, type CellSums, type Pair } from './triples.js';

/** What each further condition must add to the share of the variance: less may be noise, and is not worth reading. */
export const GAIN = 0.01;
/** Pairs among which formulas of three conditions are searched. */
const BEAM = 24;
/** The work of the search for one cell, in units of a Pace. */
export const CELL_UNITS = 400;

/** Cells [n, cells] at the positions of the conditions, with a mean of 0 and a sum of squares of 1 (0: constant). */
export interface Group {
  readonly cells: number;
  readonly values: Float32Array;
}

/** For each cell the formula of up to three conditions that divides its values best; null where none does. */
export type FormulaSearch = (group: Group, pace: Pace) => Promise<(Candidate | null)[]>;

/**
 * A search over groups of at most `width` cells. What a cell adds up to over each condition, and over each two of
 * them, gives the shares of all formulas of one and two conditions, exactly; one product for each condition has
 * these sums for all cells. Formulas of three conditions are searched among those that contain one of the best pairs.
 */
export function createFormulaSearch(
  conditions: Conditions,
  width: number,
  { kernels, memory }: Backend,
): FormulaSearch {
  const { n, holds, where } = conditions;
  const A = holds.length;
  const x = memory.floats(n * A);
  const y = memory.floats(n * width);
  const sums = memory.floats(A * width);

  /** [atom][cell]: what the cells add up to over those of the rows at which each condition holds. */
  function sumOver(rows: Int32Array, { cells, values }: Group): Floats {
    const m = rows.length;
    for (let r = 0; r < m; r++) {
      const i = rows[r]!;
      for (let a = 0; a < A; a++) x[r * A + a] = holds[a]![i]!;
      for (let c = 0; c < cells; c++) y[r * cells + c] = values[i * cells + c]!;
    }
    kernels.gemm(true, false, A, cells, m, x, y, 0, sums);
    return sums.subarray(0, A * cells);
  }

  return async (group, pace) => {
    const { cells } = group;
    const both: Floats[] = [];
    for (const rows of where) {
      both.push(sumOver(rows, group).slice());
      await pace.pause();
    }
    const found: (Candidate | null)[] = [];
    for (let c = 0; c < cells; c++) {
      const cell = {
        values: Float64Array.from({ length: n }, (_, i) => group.values[i * cells + c]!),
        single: Float64Array.from(both, (sums, a) => sums[a * cells + c]!),
        both: Float64Array.from({ length: A * A }, (_, k) => both[Math.floor(k / A)]![(k % A) * cells + c]!),
      };
      const { one, two, pairs } = searchPairs(conditions, cell);
      found.push(choose([one, two, bestTriple(conditions, cell, pairs)]));
      await pace.pause(CELL_UNITS);
    }
    return found;
  };
}

/** The best formulas of one and of two conditions, and the best pairs. */
function searchPairs(
  { singles, pairs: factors }: Conditions,
  { single, both }: CellSums,
): { one: Candidate | null; two: Candidate | null; pairs: Pair[] } {
  const A = singles.length;
  let [one, two] = [null, null] as [Candidate | null, Candidate | null];
  const pairs: Pair[] = [];
  for (let a = 0; a < A; a++) {
    const alone = single[a]! ** 2 * singles[a]!;
    if (alone > (one?.share ?? 0)) one = { formula: { op: 'is', atom: a }, share: alone };
    for (let b = a + 1; b < A; b++) {
      let highest = 0;
      ofTwo(0, single[a]!, single[b]!, both[a * A + b]!).forEach((sum, k) => {
        const share = sum ** 2 * factors[(a * A + b) * 4 + k]!;
        if (share > (two?.share ?? 0)) two = { formula: pairFormula(k, [a, b]), share };
        highest = Math.max(highest, share);
      });
      insert(pairs, { a, b, share: highest });
    }
  }
  return { one, two, pairs };
}

/** Keeps the best, in descending order. */
function insert(pairs: Pair[], pair: Pair): void {
  if (pair.share <= (pairs.length === BEAM ? pairs[BEAM - 1]!.share : 0)) return;
  const at = pairs.findIndex(({ share }) => share < pair.share);
  pairs.splice(at < 0 ? pairs.length : at, 0, pair);
  if (pairs.length > BEAM) pairs.pop();
}

/** The best formula, shorter ones first: each further condition must be worth its GAIN. */
function choose(candidates: readonly (Candidate | null)[]): Candidate | null {
  let best: Candidate | null = null;
  for (const candidate of candidates) {
    if (candidate === null || candidate.share === 0) continue;
    const further = sizeOf(candidate.formula) - (best ? sizeOf(best.formula) : 0);
    if (best === null || candidate.share >= best.share + GAIN * further) best = candidate;
  }
  return best;
}
