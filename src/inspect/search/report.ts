import type { Interval } from '../forward/record.js';

/**
 * Values for the part of the text on which cells, signs and thresholds are selected, and for the part on which they are
 * scored.
 */
export interface Both<T> {
  readonly selection: T;
  readonly heldOut: T;
}

export type Parts = Both<Interval>;

/** The verdict on the best cell for a feature. */
export type Verdict = 'tracks' | 'partly' | 'echo of recent characters' | 'no better than chance';

/** The text that was read: positions are characters, or bytes in a model of bytes. */
export interface TextReport {
  readonly name: string;
  readonly characters: number;
  /** Present where a position is a byte, or the answer to a row of a table or to one of its symbols. */
  readonly of?: 'bytes' | 'answers';
}

/**
 * The result of a search, plain JSON. Every score is in the feature's own measure: AUC for a binary feature
 * (.5 is chance), Spearman's ρ for a graded one (0 is chance); 1 is perfect.
 */
export interface SearchReport {
  readonly text: TextReport;
  /** Cells and thresholds are selected on the first, all scores are of the second. */
  readonly parts: Parts;
  /** How many cells were searched, and how many numbers of them the probe and the p values stored. */
  readonly cells: number;
  readonly sampled: number;
  readonly recentSymbols: number;
  readonly shuffles: number;
  /** Strongest first. */
  readonly features: readonly FeatureReport[];
  /** Names of features that are too rare in this text, or constant. */
  readonly absent: readonly string[];
  readonly byCell: readonly CellReport[];
}

/**
 * One cell and its best feature on the held-out part, one that it tracks before one that it echoes; null where the
 * cell is constant.
 */
export interface CellReport {
  readonly cell: string;
  readonly feature: string | null;
  readonly score: number;
  readonly verdict: Verdict | null;
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
  /** Binary: F1 of the threshold selected on the first part. Graded: null. */
  readonly f1: number | null;
  /** Graded: R² of a straight line. Binary: null. */
  readonly r2: number | null;
  /** The best cell of the untrained network, found by the same search. */
  readonly untrained: number;
  /** The predictor that sees only the last few symbols. */
  readonly recent: number;
  /** Family-wise over all cells. */
  readonly p: number;
  readonly verdict: Verdict;
  /** The runners-up. */
  readonly others: readonly { readonly cell: string; readonly score: number }[];
  /** Several cells together: the best k, and finally all (where `cells` is empty). */
  readonly probe: readonly {
    readonly k: number;
    readonly score: number;
    readonly cells: readonly string[];
  }[];
}
