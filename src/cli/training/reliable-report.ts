import type { Stop } from '../terminal/signals.js';
import type { Report } from './report.js';

/** A report that never keeps a run from saving. */
export interface ReliableReport extends Report {
  /** Runs an action during training; its failure stops the run. */
  attempt(action: () => Promise<void>): Promise<void>;
  /** Throws the first failure, once everything is saved. */
  throwFailure(): void;
}

/**
 * Makes saving independent of reporting: where stdout, stderr or a log cannot be written, the run is asked to stop,
 * saves its newest weights, and only then fails.
 */
export function reliably(report: Report, stop: Stop): ReliableReport {
  let failed = false;
  let failure: unknown;
  async function attempt(action: () => Promise<void>): Promise<void> {
    if (failed) return;
    try {
      await action();
    } catch (error) {
      failed = true;
      failure = error;
      stop.request(error);
    }
  }
  return {
    attempt,
    onEvent: (event) => attempt(() => report.onEvent(event)),
    note: (line) => attempt(() => report.note(line)),
    throwFailure() {
      if (failed) throw failure;
    },
  };
}
