import type { TextReport } from '../../search/report.js';

/** What each input adds to the log probability of an answer, to first order: gradient × input. */
export interface SaliencyReport {
  readonly view: 'saliency';
  readonly text: TextReport;
  readonly rows: readonly SaliencyRow[];
}

export interface SaliencyRow {
  /** The answer that is explained, as in the table (or the label of --feature), and its log p in nats. */
  readonly answer: string;
  readonly logprob: number;
  /** The inputs in the order of the text: characters; of `generate` the label or the numbers before them. */
  readonly symbols: readonly string[];
  /** ∂ log p / ∂x · x of each. */
  readonly saliency: readonly number[];
}
