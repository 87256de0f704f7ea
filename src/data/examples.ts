import type { Ids } from '../core/floats.js';

/** The rows of a table as ids, readable in any order and the same each time: what the tasks on examples read. */
export interface Examples {
  readonly count: number;
  /** Symbols of the source of row i. Cheap: batches are planned with it. */
  sourceLength(row: number): number;
  /** Symbols of the target of row i. */
  targetLength(row: number): number;
  /** Row i. The caller owns its arrays. */
  read(row: number): Example;
}

/** One row. What a task does not have is empty: [] or −1. */
export interface Example {
  /** What is read: the text of classify and tag, the source of translate. */
  readonly source: Ids;
  /**
   * What is answered symbol by symbol: one tag for each symbol of the source; the text that generate and translate
   * write.
   */
  readonly target: Ids;
  /** The class that classify answers; the label, or the index of the image, that conditions generate. */
  readonly label: number;
  /** The numbers that condition generate, scaled. */
  readonly vector: Float32Array;
  /** classify: how much the row counts in the loss; default 1. */
  readonly weight?: number;
}

/** Examples in memory. */
export function arrayExamples(rows: readonly Example[]): Examples {
  return {
    count: rows.length,
    sourceLength: (row) => rows[row]!.source.length,
    targetLength: (row) => rows[row]!.target.length,
    read: (row) => rows[row]!,
  };
}
