/** Steps of each training. */
export const STEPS = 600;

export type PatternsSettings = { task: string; seed: number; work: number };

/** The four rows of the lecture's table. */
export const TASKS = ['one to many', 'many to one', 'many to many, aligned', 'sequence to sequence'] as const;
export type TaskName = (typeof TASKS)[number];

/** One example as the trained network goes through it. */
export interface Example {
  /** Symbols read, wanted and written; `.` where there is nothing to read, and nothing is asked. */
  readonly read: readonly string[];
  readonly wanted: readonly string[];
  readonly written: readonly string[];
  /** h after each step [T][H]. */
  readonly states: readonly (readonly number[])[];
}

export interface PatternOf {
  readonly task: TaskName;
  /** Nats per symbol that is asked for, by steps. */
  readonly losses: readonly (readonly [number, number])[];
  /** Rows that were not trained on of which every answer is right, of 1. */
  readonly exact: number;
  readonly example: Example;
}

export interface PatternsFrame {
  readonly patterns: readonly PatternOf[];
}
