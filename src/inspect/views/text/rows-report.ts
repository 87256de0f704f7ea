import type { TaskData } from '../../../core/snapshot.js';
import type { TextReport } from '../../search/report.js';

/** The rows of a table, and the probability of the answer after each symbol. */
export interface RowsReport {
  readonly view: 'text';
  readonly task: TaskData['name'];
  readonly text: TextReport;
  /** The cells of --cell. */
  readonly cells: readonly string[];
  readonly rows: readonly RowReport[];
}

export interface RowReport {
  /** What is read: a text, a label, or numbers with blanks between. */
  readonly source: string;
  /** The table's answer and the model's. */
  readonly expected: string;
  readonly answer: string;
  /** Symbols of the source (classify, tag) or of the answer (generate, translate). */
  readonly symbols: readonly string[];
  /**
   * For each symbol what its probability is of: the label (of the table, or of --feature), the tag of the table, or the
   * symbol itself.
   */
  readonly of: readonly string[];
  readonly probabilities: readonly number[];
  /** classify: the probability of the answer at the end; else the product of the probabilities of its symbols. */
  readonly probability: number;
  /** The values of each cell at each symbol, at the step at which the probability is given. */
  readonly cells: readonly (readonly number[])[];
}
