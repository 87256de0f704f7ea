import type { FirstWeights } from '../search/controls.js';
import type { SearchReport } from '../search/report.js';

/** What a report adds to the page beside its network: plain JSON, which src/page/report.ts reads. */
export interface ReportData {
  readonly name: string;
  /** The beginning of the text: a code point for each position or, for a model of bytes, a character U+0000 ... U+00FF. */
  readonly text: string;
  readonly inBytes: boolean;
  /** The names of the cells that are shown. */
  readonly cells: readonly string[];
  /** Where values are embedded in place of a network, as the page cannot compute them: what the network chooses from. */
  readonly outputs: readonly string[] | null;
  /** What the search found, in the whole text; and how the network began. */
  readonly search: SearchReport;
  readonly firstWeights: FirstWeights;
  /** What is open at first: `text`, or the name of a view. */
  readonly start: string;
}

/** The blocks of a report, by the ids of their elements. */
export const BLOCKS = { data: 'report', network: 'network-file', values: 'values' } as const;
