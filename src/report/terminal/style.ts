import type { ChalkInstance } from 'chalk';

/** How a result is rendered on a terminal. */
export interface Style {
  /** Of level 0, it returns texts unchanged. */
  readonly chalk: ChalkInstance;
  readonly columns: number;
  /** Makes foreign text safe to show: control characters and bidi overrides become visible. Newlines stay. */
  readonly safe: (text: string) => string;
  /** The command, safe to show, to which a suggestion adds flags: `char-rnn inspect MODEL TEXT`. */
  readonly command: string;
}
