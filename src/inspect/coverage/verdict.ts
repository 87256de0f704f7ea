import type { Explanation } from './explain.js';
import type { CellCoverage, CellVerdict, Explained } from './report.js';

/** A cell of whose variance less than this share is explained is unexplained: a correlation of .5. */
export const EXPLAINED = 0.25;
/** Above this p, a formula is not significant. */
const SIGNIFICANT = 0.05;
/** A control within this share of the formula explains the cell as well. */
const MARGIN = 0.02;

/**
 * In this order: a formula that is significant, explains enough, and more than the last characters and than it
 * explains of any cell of the untrained network; the last characters; nothing.
 */
export function verdictOf(
  one: Pick<Explanation, 'constant' | 'size' | 'score' | 'recent' | 'p'> & { readonly untrained: number },
): CellVerdict {
  if (one.constant) return 'constant';
  const more = one.score > one.recent + MARGIN && one.score > one.untrained + MARGIN;
  if (one.score >= EXPLAINED && more && one.p <= SIGNIFICANT)
    return one.size === 1 ? 'tracks a feature' : 'tracks a formula';
  return one.recent >= EXPLAINED ? 'echo of recent characters' : 'unexplained';
}

/** All cells together. */
export function summarize(cells: readonly CellCoverage[]): Explained {
  const count = (verdict: CellVerdict) => cells.filter((cell) => cell.verdict === verdict).length;
  const varied = cells.filter(({ verdict }) => verdict !== 'constant');
  const share = (of: 'features' | 'recent' | 'both') =>
    varied.reduce((sum, cell) => sum + Math.max(0, cell[of]) / varied.length, 0);
  return {
    cells: {
      all: cells.length,
      feature: count('tracks a feature'),
      formula: count('tracks a formula'),
      recent: count('echo of recent characters'),
      none: count('unexplained'),
      constant: count('constant'),
    },
    features: share('features'),
    recent: share('recent'),
    both: share('both'),
  };
}
