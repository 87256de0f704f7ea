import type { Parts, TextReport, Verdict } from '../search/report.js';

/** When a network learned what its cells track, plain JSON. */
export interface OverReport {
  readonly view: 'over';
  readonly text: TextReport;
  /** Cells are selected on the first, scores and losses are of the second. */
  readonly parts: Parts;
  readonly recentSymbols: number;
  readonly shuffles: number;
  /** The checkpoints: the mean loss of the held-out part, in nats per symbol. */
  readonly steps: readonly { readonly step: number; readonly loss: number }[];
  /** Those that the last checkpoint tracks, wholly or partly, or that were asked for; strongest first. */
  readonly features: readonly BornFeature[];
  /** Whether the loss falls where a feature is decided when its cell appears; null with fewer than two births. */
  readonly atBirth: BirthTest | null;
}

/** One feature, by its best cell at the last checkpoint. */
export interface BornFeature {
  readonly feature: string;
  readonly measure: 'auc' | 'spearman';
  readonly cell: string;
  readonly sign: 1 | -1;
  /**
   * The first checkpoint from which the verdict of the last one holds (tracks, or else partly), and 95 % of the
   * bootstrap of blocks of text; `to` is null where a twentieth of the samples and more never hold. null: never born.
   */
  readonly born: { readonly step: number; readonly from: number; readonly to: number | null } | null;
  /** Positions of the held-out part whose next symbol ends the feature. */
  readonly decisions: number;
  readonly steps: readonly FeatureStep[];
}

/** A feature at one checkpoint. */
export interface FeatureStep {
  readonly step: number;
  /** The best cell there. */
  readonly cell: string;
  readonly score: number;
  /** The score of the last checkpoint's cell. */
  readonly own: number;
  readonly untrained: number;
  readonly recent: number;
  readonly p: number;
  readonly verdict: Verdict;
  /** Mean nats where the feature is decided, and elsewhere; null where it is never decided. */
  readonly loss: number | null;
  readonly elsewhere: number;
}

/**
 * How much the loss at the decisive places falls between the checkpoint before the birth and the birth, beyond the fall
 * elsewhere: ln(before / after), mean over the features. `expected` is the mean over permutations, in which every
 * feature has the birth of another one; p is the share of them that reach it.
 */
export interface BirthTest {
  readonly fall: number;
  readonly expected: number;
  readonly p: number;
  readonly births: number;
}
