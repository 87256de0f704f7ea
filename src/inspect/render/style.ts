import type { ChalkInstance } from 'chalk';

/** How a report is brought to a terminal: its colors, its width, and what makes foreign text safe for it. */
export interface Style {
  readonly chalk: ChalkInstance;
  readonly columns: number;
  /** Control characters and bidi overrides made visible; newlines are dealt with before. */
  readonly safe: (text: string) => string;
}
