import type { SearchReport } from '../../search/report.js';

/** The search, and excerpts of the held-out part with the values of the best cells. */
export interface CellsReport extends SearchReport {
  readonly view: 'cells';
  readonly excerpts: readonly Excerpt[];
}

/** An excerpt and the values of one cell in it. */
export interface Excerpt {
  readonly feature: string;
  readonly cell: string;
  /** Position of its first symbol in the text. */
  readonly from: number;
  readonly symbols: readonly string[];
  /** The cell's value after each symbol, and the largest absolute value among them. */
  readonly values: readonly number[];
  readonly range: number;
}
