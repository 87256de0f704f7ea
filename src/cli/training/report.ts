import type { DoneEvent, EvalEvent, StartEvent, StepEvent } from '../../train/events.js';

/** What a report receives: the trainer's events, with paths and texts in place of snapshots and weights. */
export type ReportEvent = StartEvent | StepEvent | EvalEvent | Saved | Sampled | DoneEvent;

interface Saved {
  readonly type: 'save';
  readonly step: number;
  readonly path: string;
}

interface Sampled {
  readonly type: 'sample';
  readonly step: number;
  readonly text: string;
}

/** Shows the progress of training to a person or a program. */
export interface Report {
  onEvent(event: ReportEvent): Promise<void>;
  /** Prints a one-line remark. */
  note(line: string): Promise<void>;
}
