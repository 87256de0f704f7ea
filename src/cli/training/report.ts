import type { RunEvent } from '../../app/train/events.js';

/** Shows the progress of training to a person or a program. */
export interface Report {
  onEvent(event: RunEvent): Promise<void>;
  /** Prints a one-line remark. */
  note(line: string): Promise<void>;
}
