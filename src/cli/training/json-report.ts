import type { RunDescription, RunEvent } from '../../app/train/events.js';
import type { Console } from '../terminal/console.js';
import type { Report } from './report.js';

/** One event per line on stdout. Remarks go to stderr, unless quiet. */
export function jsonReport(run: RunDescription, { out, err }: Console, quiet: boolean): Report {
  return {
    onEvent: (event) => out.write(`${JSON.stringify(described(event, run))}\n`),
    note: (line) => (quiet ? Promise.resolve() : err.write(`${line}\n`)),
  };
}

/** The first event also has the data, what the figures count, the model and the kernels. */
function described(
  event: RunEvent,
  { options, corpus, task, units, backend, threads }: RunDescription,
): object {
  if (event.type !== 'start') return event;
  const table = task && { task: task.name, from: task.from, to: task.to };
  return { ...event, corpus, ...table, units, config: options, backend: backend.name, threads };
}
