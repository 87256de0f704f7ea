import type { Console } from '../terminal/console.js';
import type { Report, ReportEvent } from './report.js';
import { unitsOfTraining, type Training } from './training.js';

/** One event per line on stdout. Remarks go to stderr, unless quiet. */
export function jsonReport(training: Training, { out, err }: Console, quiet: boolean): Report {
  return {
    onEvent: (event) => out.write(`${JSON.stringify(described(event, training))}\n`),
    note: (line) => (quiet ? Promise.resolve() : err.write(`${line}\n`)),
  };
}

/** The first event also has the data, what the figures count, the model and the kernels. */
function described(event: ReportEvent, training: Training): object {
  if (event.type !== 'start') return event;
  const { run, corpus, environment } = training;
  const { backend, threads } = environment;
  const { task } = corpus;
  const table = task && { task: task.name, from: task.from, to: task.to };
  const units = unitsOfTraining(training);
  return { ...event, corpus: corpus.name, ...table, units, config: run.options, backend, threads };
}
