import type { RunDescription } from '../../app/train/events.js';
import type { TrainValues } from '../options/train.js';
import type { Console } from '../terminal/console.js';
import type { Report } from './report.js';

/** --jsonl for programs, nothing with --quiet, a bar on a terminal, else plain lines. */
export async function openReport(
  { jsonl, quiet }: TrainValues,
  run: RunDescription,
  console: Console,
): Promise<Report> {
  if (jsonl) return (await import('./json-report.js')).jsonReport(run, console, quiet);
  if (quiet) return { onEvent: async () => {}, note: async () => {} };
  if (console.err.isTTY) return (await import('./bar-report.js')).barReport(run, console);
  return (await import('./plain-report.js')).plainReport(run, console);
}
