import type { TextReport } from '../../search/report.js';

/** What the network loses when a cell is clamped to a value, where its feature is decided and elsewhere. */
export interface AblationReport {
  readonly view: 'ablation';
  readonly text: TextReport;
  readonly ablations: readonly Ablation[];
}

export interface Ablation {
  readonly cell: string;
  readonly feature: string;
  /** How the value was chosen, and the value. */
  readonly clamp: 'zero' | 'mean' | 'value';
  readonly clampedAt: number;
  /** Positions at which the next symbol ends the feature (the closing quote, the newline), and all others. */
  readonly decisions: number;
  readonly elsewhere: number;
  /** Nats per symbol before, and what clamping the cell adds. */
  readonly lossAtDecisions: number;
  readonly lossElsewhere: number;
  readonly addedAtDecisions: number;
  readonly addedElsewhere: number;
  /** The same for random cells of the same layer and state, each clamped in the same way. */
  readonly random: readonly {
    readonly cell: string;
    readonly addedAtDecisions: number;
    readonly addedElsewhere: number;
  }[];
}
