import type { Interval } from './sampling.js';
import type { Verdict } from './verdict.js';

/**
 * The answer of the `cells` view, plain JSON. Every score is in the feature's own measure: AUC for a binary feature
 * (.5 is chance), Spearman's ρ for a graded one (0 is chance); 1 is perfect.
 */
export interface CellsReport {
  readonly view: 'cells';
  readonly text: TextReport;
  /** Cells and thresholds were chosen on the first, all scores are of the second. */
  readonly parts: { readonly chosen: Interval; readonly held: Interval };
  /** How many cells were searched, and how many numbers of them the probe and the p values stored. */
  readonly cells: number;
  readonly sampled: number;
  readonly recentSymbols: number;
  readonly shuffles: number;
  /** Strongest first. */
  readonly features: readonly FeatureReport[];
  /** Names of features that are too rare in this text, or constant. */
  readonly absent: readonly string[];
  /** For each cell the feature it goes with best on the held-out part; null where it never moves. */
  readonly byCell: readonly {
    readonly cell: string;
    readonly feature: string | null;
    readonly score: number;
  }[];
  /** Passages of the held-out part in which the best cells can be watched. */
  readonly excerpts: readonly Excerpt[];
}

/** A passage and what one cell does in it. */
export interface Excerpt {
  readonly feature: string;
  readonly cell: string;
  /** Position of its first character in the text. */
  readonly from: number;
  readonly text: string;
  /** The cell's value behind each character, and the largest size it has in the text. */
  readonly values: readonly number[];
  readonly range: number;
}

export interface TextReport {
  readonly name: string;
  readonly characters: number;
}

/** One feature and the cell that tracks it best. */
export interface FeatureReport {
  readonly feature: string;
  readonly what: string;
  readonly kind: 'binary' | 'graded';
  readonly measure: 'auc' | 'spearman';
  /** Share of positions at which a binary feature holds; mean of a graded one. */
  readonly mean: number;
  readonly cell: string;
  /** −1: the cell is low where the feature is high. */
  readonly sign: 1 | -1;
  readonly score: number;
  /** Binary: F1 of the threshold chosen on the first part. Graded: null. */
  readonly f1: number | null;
  /** Graded: R² of a straight line. Binary: null. */
  readonly r2: number | null;
  /** The best cell of the untrained twin, found by the same search. */
  readonly twin: number;
  /** The predictor that sees only the last few symbols. */
  readonly recent: number;
  /** Family-wise over all cells. */
  readonly p: number;
  readonly verdict: Verdict;
  /** The cells that come next. */
  readonly others: readonly { readonly cell: string; readonly score: number }[];
  /** Several cells together: the best k, and at last all (where `cells` is empty). */
  readonly probe: readonly {
    readonly k: number;
    readonly score: number;
    readonly cells: readonly string[];
  }[];
}
