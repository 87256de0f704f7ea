import type { FirstWeights } from '../../inspect/search/controls.js';
import type { SearchReport } from '../../inspect/search/report.js';

/** What a report adds to the page besides its network: plain JSON, read by src/page/report.ts. */
export interface ReportData {
  readonly name: string;
  /**
   * The beginning of the text: a code point for each position or, for a model of bytes, a character U+0000 ... U+00FF.
   */
  readonly text: string;
  readonly inBytes: boolean;
  /** The names of the cells that are shown. */
  readonly cells: readonly string[];
  /** Where values are embedded in place of a network that the page cannot compute: the symbols of its outputs. */
  readonly outputs: readonly string[] | null;
  /** The findings in the whole text, and the initialization of the network. */
  readonly search: SearchReport;
  readonly firstWeights: FirstWeights;
  /** The view that is open at first: `text`, or the name of a view. */
  readonly start: string;
}

/** The blocks of a report, by the ids of their elements. */
export const BLOCKS = { data: 'report', network: 'network-file', values: 'values' } as const;
