import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { openTensorboardLog } from '../../files/tensorboard-log.js';
import { train as trainNetwork } from '../../train/trainer.js';
import type { TrainEvent } from '../../train/events.js';
import type { TrainValues } from '../options/train.js';
import type { Console } from '../terminal/console.js';
import { sanitise } from '../terminal/sanitise.js';
import { exitCodeOf } from '../terminal/signals.js';
import { drawLosses } from '../training/draw-losses.js';
import { newTraining } from '../training/new-training.js';
import { openReport, type Report, type Told } from '../training/report.js';
import { resumeTraining } from '../training/resume-training.js';
import { createSampler, sampleOfRun } from '../training/samples.js';
import type { TrainArguments, Training } from '../training/training.js';

/** `char-rnn train`: listens to the trainer, writes its checkpoints and its log, and tells what happens. */
export async function train(given: TrainArguments, console: Console): Promise<number> {
  const { values } = given;
  const { signal } = console.stop;
  const training = await (values.resume === undefined
    ? newTraining(given, signal)
    : resumeTraining(values.resume, given, signal));
  try {
    const report = await openReport(values, training, console);
    for (const note of training.notes) await report.note(note);
    const reason = await run(training, values, report, console);
    const { corpus, directory } = training;
    const drawn = await drawLosses(
      directory.path,
      `char-rnn: ${corpus.name}`,
      console.err.columns,
      values.log,
    );
    if (drawn !== null && !values.quiet && !values.json) await report.note(`\n${drawn}\n`);
    if (!values.quiet && !values.json) await sayGoodbye(training, reason, report, console);
    return exitCodeOf(signal);
  } finally {
    training.corpus.close();
    await training.directory.close();
  }
}

/** Trains to the end; returns the event that ended it. */
async function run(
  { run, directory, corpus, backend }: Training,
  values: TrainValues,
  report: Report,
  { out, stop }: Console,
): Promise<Told & { type: 'done' }> {
  const from = stepOf(run.from?.training?.progress);
  const log = directory.openLog({ path: values.log, after: from });
  const board = values.tensorboard ? openTensorboardLog(directory.path) : undefined;
  const sampleOf = createSampler(backend, corpus.vocabulary);
  out.onClose(() => stop.request());
  try {
    for await (const event of trainNetwork({ ...run, signal: stop.signal })) {
      await log.add(event);
      board?.add(event);
      const told = await toTell(event);
      await report.tell(told);
      if (told.type === 'done') return told;
      await breathe();
    }
  } finally {
    board?.close();
  }
  throw new Error('training ended without saying so');

  async function toTell(event: TrainEvent): Promise<Told> {
    const { type, step } = event;
    if (type === 'sample') return { type, step, text: sampleOf(event) };
    if (type !== 'save') return event;
    const { best, periodic } = event;
    const path = await directory.save(event.snapshot(), step, { best, periodic, keep: values.keep });
    return { type, step, path };
  }
}

function stepOf(progress: unknown): number | undefined {
  return (progress as { step: number } | undefined)?.step;
}

/** A short sample of what was reached, and what to type next. */
async function sayGoodbye(
  { directory, backend, corpus }: Training,
  { reason, step }: Told & { type: 'done' },
  { note }: Report,
  { err, errInk: ink }: Console,
): Promise<void> {
  const { path } = directory;
  if (reason === 'stopped') return note(`go on with: char-rnn train --resume ${path}`);
  if (step > 0 && err.isTTY) {
    await note(`\n${sanitise(sampleOfRun(path, backend, corpus.vocabulary))}\n`);
  }
  await note(`${ink.dim('next:')} char-rnn sample ${path}`);
  await note(`${ink.dim('log: ')} ${join(path, 'log.csv')}`);
}
