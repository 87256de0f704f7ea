import type { TextReport, Verdict } from '../search/report.js';

/** Which cells come back when the same network is trained from other random weights, plain JSON. */
export interface MatchReport {
  readonly view: 'match';
  readonly text: TextReport;
  readonly networks: readonly string[];
  /** A cell recurs where the mean correlation with its partners reaches this, and that of both controls. */
  readonly threshold: number;
  /** The share of all cells that recur; of those that reach the threshold on shuffled text, and before training. */
  readonly share: number;
  readonly shuffled: number;
  readonly untrained: number;
  /** The share of cells that reach it in every other network. */
  readonly every: number;
  /** Means over all cells of the correlation with the partners, and of the controls. */
  readonly correlation: { readonly partner: number; readonly shuffled: number; readonly untrained: number };
  /** Cells that track a feature, and the share of them that recur; most cells first. */
  readonly features: readonly { readonly feature: string; readonly cells: number; readonly share: number }[];
  /** The same for all cells by what a search says of them; null: constant. */
  readonly verdicts: readonly {
    readonly verdict: Verdict | null;
    readonly cells: number;
    readonly share: number;
  }[];
  readonly ablation: MatchAblation | null;
  readonly cells: readonly MatchedCell[];
}

/**
 * What it costs, in nats per symbol, to clamp a cell at its mean, for a sample of the cells that recur and of those that
 * do not; p: of permutations within each network in which recurring cells cost as much more. null: only one kind.
 */
export interface MatchAblation {
  readonly recurring: { readonly cells: number; readonly cost: number };
  readonly others: { readonly cells: number; readonly cost: number };
  readonly p: number;
}

/** One cell: means over the other networks of the correlation with its partner there. */
export interface MatchedCell {
  readonly network: string;
  readonly cell: string;
  readonly partner: number;
  readonly shuffled: number;
  readonly untrained: number;
  /** The correlation with the partner in the network where it is weakest. */
  readonly least: number;
  readonly recurs: boolean;
  /** The feature that it is best at, and what a search says of it. */
  readonly feature: string | null;
  readonly verdict: Verdict | null;
}
