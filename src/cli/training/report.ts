import type { DoneEvent, EvalEvent, StartEvent, StepEvent } from '../../train/events.js';
import type { Console } from '../terminal/console.js';
import type { TrainValues } from '../options/train.js';
import type { Training } from './training.js';

/** What is told of a run: the trainer's events, with files and texts in place of snapshots and weights. */
export type ReportEvent = StartEvent | StepEvent | EvalEvent | Saved | Sampled | DoneEvent;

export interface Saved {
  readonly type: 'save';
  readonly step: number;
  readonly path: string;
}

export interface Sampled {
  readonly type: 'sample';
  readonly step: number;
  readonly text: string;
}

/** Tells a person or a program how training goes. */
export interface Report {
  onEvent(event: ReportEvent): Promise<void>;
  /** A remark beside the events, one line. */
  note(line: string): Promise<void>;
}

/** --json for programs, nothing with --quiet, a bar on a terminal, else plain lines. */
export async function openReport(values: TrainValues, training: Training, console: Console): Promise<Report> {
  if (values.json) return (await import('./json-report.js')).jsonReport(training, console, values.quiet);
  if (values.quiet) return { onEvent: async () => {}, note: async () => {} };
  if (console.err.isTTY) return (await import('./bar-report.js')).barReport(training, console);
  return (await import('./plain-report.js')).plainReport(training, console);
}
