import { join } from 'node:path';
import type { DoneEvent } from '../../train/events.js';
import type { TrainValues } from '../options/train.js';
import type { Console } from '../terminal/console.js';
import { sanitize, sanitizeLine } from '../terminal/sanitize.js';
import { drawLosses } from './draw-losses.js';
import type { Report } from './report.js';
import { sampleOfRun } from './samples.js';
import type { Training } from './training.js';

/** After the last step: the curve of the losses, a short sample of what was reached, and what to type next. */
export async function printSummary(
  { directory, backend, corpus }: Training,
  { reason, step }: DoneEvent,
  values: TrainValues,
  { note }: Report,
  { err, errInk: ink }: Console,
): Promise<void> {
  const { path } = directory;
  const drawn = await drawLosses(path, `char-rnn: ${corpus.name}`, err.columns, values.log);
  if (values.quiet || values.json) return;
  if (drawn !== null) await note(`\n${drawn}\n`);
  const name = sanitizeLine(path);
  if (reason === 'stopped') return note(`go on with: char-rnn train --resume ${name}`);
  if (step > 0 && err.isTTY) {
    await note(`\n${sanitize(sampleOfRun(path, backend, corpus.vocabulary))}\n`);
  }
  await note(`${ink.dim('next:')} char-rnn sample ${name}`);
  await note(`${ink.dim('log: ')} ${sanitizeLine(values.log ?? join(path, 'log.csv'))}`);
}
