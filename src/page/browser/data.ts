import { CANDIDATES, STEPS } from '../../inspect/forward/steps.js';

export interface CellFinding {
  readonly feature: number;
  readonly score: number;
  /** 3: tracks it, 2: partly, 1: an echo of recent characters, 0: no better than chance. */
  readonly rank: number;
  /** Whether it is the cell that the search selected for the feature. */
  readonly selected: boolean;
}

export interface PageFeature {
  readonly name: string;
  readonly what: string;
  readonly cell: string;
  readonly verdict: string;
  /** ↓: the cell is low there. `AUC ↓.973, untrained .610, last 4 characters .740, p .005`. */
  readonly evidence: string;
}

export { CANDIDATES, STEPS };

/** What the browser of cells shows: a text, and all cells at each of its positions. */
export interface Page {
  /** A symbol for each position. */
  readonly characters: readonly string[];
  /** `2:37:c`. */
  readonly cells: readonly string[];
  /** The largest absolute value of each cell; its values are integers −31 ... 31 of that. */
  readonly ranges: ArrayLike<number>;
  /** For each cell its best feature, the score and its rank; −1 where nothing was scored. */
  readonly best: readonly CellFinding[];
  readonly features: readonly PageFeature[];
  /** Symbols that are candidates anywhere. */
  readonly symbols: readonly string[];
  /** The colors of −31 ... 31 in the present theme. */
  readonly colors: readonly string[];
  /** −31 ... 31 for each position. */
  values(cell: number): Promise<Int8Array>;
  /** [position][5]: index of the symbol, and its probability in 1/255. */
  candidates(): Promise<{ symbols: Uint16Array; probabilities: Uint8Array }>;
}
