import type { Feature } from './features/feature.js';

/** What is said of the best cell for a feature. */
export type Verdict = 'tracks' | 'partly' | 'echo of recent characters' | 'no better than chance';

/** The evidence, all on the held-out part: 2·AUC − 1 or Spearman's ρ, 0 for chance and 1 for perfect. */
export interface Evidence {
  readonly kind: Feature['kind'];
  /** Of the cell, with the sign it had where it was chosen: negative when it failed to hold. */
  readonly score: number;
  /** Of the best cell of the untrained twin, and of the predictor that sees the last characters only. */
  readonly twin: number;
  readonly recent: number;
  /** Family-wise over all cells. */
  readonly p: number;
}

/** Beyond this p, a result as strong comes about by chance too often. */
const SIGNIFICANT = 0.05;
/** What a control may come short of the cell and still explain it: a hundredth of AUC, or .02 of ρ. */
const MARGIN = 0.02;
/** From here on a cell is the feature for most purposes: AUC .9, or ρ .75. */
const STRONG = { binary: 0.8, graded: 0.75 };

/**
 * In this order: a result that shuffled blocks or the untrained twin reach is chance; one that the last few characters
 * reach is an echo; then it depends on the strength.
 */
export function verdictOf({ kind, score, twin, recent, p }: Evidence): Verdict {
  if (p > SIGNIFICANT || score <= MARGIN) return 'no better than chance';
  if (score <= recent + MARGIN) return 'echo of recent characters';
  if (score <= twin + MARGIN) return 'no better than chance';
  return score >= STRONG[kind] ? 'tracks' : 'partly';
}
