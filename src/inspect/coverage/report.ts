import type { Parts, TextReport } from '../search/report.js';

/** What explains a cell. */
export type CellVerdict =
  'tracks a feature' | 'tracks a formula' | 'echo of recent characters' | 'unexplained' | 'constant';

/**
 * How much of the cells of a network is explained by what, plain JSON. A share is that of a cell's variance on the
 * held-out part: 1 − Σ (value − prediction)² / Σ (value − mean)², below 0 where a prediction is worse than the mean.
 */
export interface CoverageReport {
  readonly view: 'coverage';
  readonly text: TextReport;
  /** Formulas and weights are selected on the first, all shares are of the second. */
  readonly parts: Parts;
  readonly recentSymbols: number;
  readonly shuffles: number;
  /** Conditions that formulas were made of. */
  readonly conditions: number;
  /** Names of features that are too rare in this text, or constant. */
  readonly absent: readonly string[];
  readonly explained: Explained & { readonly untrained: Explained };
  /** Those that track something first, then by score. */
  readonly cells: readonly CellCoverage[];
}

/** All cells of a network together. */
export interface Explained {
  /** How many of them there are, and how many have each verdict. */
  readonly cells: {
    readonly all: number;
    readonly feature: number;
    readonly formula: number;
    readonly recent: number;
    readonly none: number;
    readonly constant: number;
  };
  /** Mean shares over the cells that vary; a share below 0 counts as 0. */
  readonly features: number;
  readonly recent: number;
  readonly both: number;
}

/** One cell. */
export interface CellCoverage {
  readonly cell: string;
  readonly state: string;
  /** The best single feature, and its share: of a graded feature that of a straight line. */
  readonly feature: string;
  readonly featureScore: number;
  /** The best formula of up to three conditions or, where no formula does better, the feature; and its share. */
  readonly formula: string;
  /** −1: the cell is low where the formula holds. */
  readonly sign: 1 | -1;
  readonly score: number;
  /** The share of all features together, by a linear regression. */
  readonly features: number;
  /** Of the last few symbols, and of them and all features together. */
  readonly recent: number;
  readonly both: number;
  /** The largest share that the same formula has of a cell of the untrained network. */
  readonly untrained: number;
  /** Family-wise over all cells, each with its own formula. */
  readonly p: number;
  readonly verdict: CellVerdict;
}
