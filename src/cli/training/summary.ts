import { join } from 'node:path';
import type { DoneEvent } from '../../train/events.js';
import type { TaskData } from '../../core/snapshot.js';
import type { TrainValues } from '../options/train.js';
import type { Console } from '../terminal/console.js';
import { sanitize, sanitizeLine } from '../../report/sanitize.js';
import { skippedLines } from '../../report/wording/skipped.js';
import type { Report } from './report.js';
import { sampleOfRun } from './samples.js';
import { unitsOfTraining, type Training } from './training.js';

/** Prints what follows a run: its loss curve, a short sample of the best model, and the next command to type. */
export async function printSummary(
  { directory, backend, corpus, run }: Training,
  { reason, step }: DoneEvent,
  values: TrainValues,
  { note }: Report,
  { err, errChalk: chalk }: Console,
): Promise<void> {
  const { path } = directory;
  const { drawLosses } = await import('./draw-losses.js'); // with libraries that nothing before the end needs
  const drawn =
    values.log === '-'
      ? null
      : await drawLosses(
          path,
          `char-rnn: ${corpus.name}`,
          err.columns,
          unitsOfTraining({ run, corpus }).prediction,
          values.log,
        );
  for (const line of skippedLines(corpus.skipped ?? [])) await note(line);
  if (values.quiet || values.json) return;
  if (drawn !== null) await note(`\n${drawn}\n`);
  const name = sanitizeLine(path);
  if (reason === 'stopped') return note(`continue with: char-rnn train --resume ${name}`);
  const { images } = run.options.model;
  if (step > 0 && err.isTTY && !images && !corpus.task) {
    await note(`\n${sanitize(sampleOfRun(path, backend, corpus.vocabulary))}\n`);
  }
  const next = images
    ? `char-rnn ${corpus.task ? 'sample' : 'eval'} ${name} ${corpus.task ? 'IMAGES' : 'CLIPS'}.npz`
    : nextCommand(name, corpus.task);
  await note(`${chalk.dim('next:')} ${next}`);
  if (values.log !== '-') {
    await note(`${chalk.dim('log: ')} ${sanitizeLine(values.log ?? join(path, 'log.csv'))}`);
  }
}

/** A command that tries the model. */
function nextCommand(run: string, task: TaskData | undefined): string {
  if (task === undefined) return `char-rnn sample ${run}`;
  if (task.name !== 'generate') return `char-rnn sample ${run} -     (one ${task.from[0]} per line)`;
  return task.scaling
    ? `char-rnn sample ${run} -     (${task.from.join(',')}, one row per line)`
    : `char-rnn sample ${run} --label ${JSON.stringify(task.source[0])} --count 5`;
}
