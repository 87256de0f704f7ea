import type { TrainValues } from '../options/train.js';
import type { Console } from '../terminal/console.js';
import type { Report } from './report.js';
import type { Training } from './training.js';

/** --json for programs, nothing with --quiet, a bar on a terminal, else plain lines. */
export async function openReport(values: TrainValues, training: Training, console: Console): Promise<Report> {
  if (values.json) return (await import('./json-report.js')).jsonReport(training, console, values.quiet);
  if (values.quiet) return { onEvent: async () => {}, note: async () => {} };
  if (console.err.isTTY) return (await import('./bar-report.js')).barReport(training, console);
  return (await import('./plain-report.js')).plainReport(training, console);
}
