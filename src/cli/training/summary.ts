import { shellWord } from '../../core/quote.js';
import { join } from 'node:path';
import type { RunDescription, DoneEvent } from '../../app/train/events.js';
import { lossCurve, saveLossPlot } from '../../app/train/loss-curve.js';
import type { TaskData } from '../../core/snapshot.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { skippedLines } from '../../report/skipped.js';
import type { TrainValues } from '../options/train.js';
import type { Console } from '../terminal/console.js';
import type { Report } from './report.js';

interface Surroundings {
  readonly values: TrainValues;
  readonly report: Report;
  readonly console: Console;
}

/** Prints what follows a run: its loss curve, a short sample of the best model, and the next command to type. */
export async function printSummary(
  run: RunDescription,
  { reason, sample }: Pick<DoneEvent, 'reason'> & { readonly sample: string | undefined },
  { values, report, console }: Surroundings,
): Promise<void> {
  const { note } = report;
  const { err, errChalk: chalk } = console;
  const drawn = values.log === '-' ? null : await drawLosses(run, values.log, err.columns);
  for (const line of skippedLines(run.skipped)) await note(line);
  if (values.quiet || values.jsonl) return;
  if (drawn !== null) await note(`\n${drawn}\n`);
  const name = sanitizeLine(shellWord(run.directory));
  if (reason === 'stopped') return note(`continue with: char-rnn train --resume ${name}`);
  if (sample !== undefined) await note(`\n${sample}\n`);
  await note(`${chalk.dim('next:')} ${nextCommand(name, run)}`);
  if (values.log !== '-')
    await note(`${chalk.dim('log: ')} ${sanitizeLine(values.log ?? join(run.directory, 'log.csv'))}`);
}

/** Draws a run from its log: loss.svg in its directory, and the curve for a terminal, which is returned. */
async function drawLosses(
  { directory, corpus, units: { prediction: unit } }: RunDescription,
  log: string | undefined,
  columns: number,
): Promise<string | null> {
  const curve = await lossCurve(directory, log);
  if (curve === null) return null;
  // with libraries that nothing before the end needs
  const [{ lossPlot }, { lossSvg }] = await Promise.all([
    import('../../report/loss-plot.js'),
    import('../../report/loss-svg.js'),
  ]);
  saveLossPlot(directory, lossSvg(`char-rnn: ${corpus}`, curve, unit));
  return lossPlot(curve, columns, unit);
}

/** A command that tries the model. */
function nextCommand(run: string, { options, task }: RunDescription): string {
  if (options.model.images)
    return task ? `char-rnn sample ${run} IMAGES.npz` : `char-rnn eval ${run} CLIPS.npz`;
  if (options.model.series && options.model.series.targets.length === 0)
    return `char-rnn sample ${run} SERIES.csv`;
  return task ? nextOfTask(run, task) : `char-rnn sample ${run}`;
}

function nextOfTask(run: string, task: TaskData): string {
  if (task.name !== 'generate')
    return `char-rnn sample ${run} -     (one ${task.from.join(' and ')} per line)`;
  return task.scaling
    ? `char-rnn sample ${run} -     (${task.from.join(',')}, one row per line)`
    : `char-rnn sample ${run} --label ${shellWord(task.source[0]!)} --count 5`;
}
