import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { userError } from '../../core/errors.js';
import { openTensorboardLog } from '../../runs/tensorboard-log.js';
import { train as trainNetwork } from '../../train/trainer.js';
import type { DoneEvent, TrainEvent } from '../../train/events.js';
import type { TrainValues } from '../options/train.js';
import type { Console } from '../terminal/console.js';
import { exitCodeOfStop } from '../terminal/signals.js';
import { newClipTraining } from '../clips/new-training.js';
import { areClips } from '../clips/open.js';
import { printSummary } from '../training/summary.js';
import { printPlan } from '../training/print-plan.js';
import { newTraining } from '../training/new-training.js';
import { openReport } from '../training/open-report.js';
import { refuseToOverwriteInputs } from '../outputs.js';
import { reliably, type ReliableReport } from '../training/reliable-report.js';
import type { ReportEvent } from '../training/report.js';
import { resumeTraining } from '../training/resume-training.js';
import { createSampler } from '../training/samples.js';
import type { TrainArguments, Training } from '../training/training.js';

/** Step checkpoints that are kept besides those of milestones. */
const USUAL_KEEP = 3;

/** `char-rnn train`: runs the trainer, writes its checkpoints and its log, and reports its events. */
export async function train(given: TrainArguments, console: Console): Promise<number> {
  const { values } = given;
  if (values.log === '-' && values.json)
    throw userError('usage/conflict', { flag: '--log -', other: '--json' });
  const { stop } = console;
  if (values.plan) return printPlan(given, console);
  const training = await (values.resume === undefined
    ? areClips(given.files)
      ? newClipTraining(given, stop.signal)
      : newTraining(given, stop)
    : resumeTraining(values.resume, given, stop));
  try {
    refuseToOverwriteInputs(values, training.corpus.files);
    const report = reliably(await openReport(values, training, console), console.stop);
    for (const line of training.warnings ?? [])
      await (values.quiet ? report.attempt(() => console.err.write(`${line}\n`)) : report.note(line));
    for (const note of training.notes) await report.note(note);
    const done = await run(training, values, report, console);
    await printSummary(training, done, values, report, console);
    report.throwFailure();
    return exitCodeOfStop();
  } finally {
    training.corpus.close();
    await training.directory.close();
  }
}

/** Trains to the end; returns the event that ended it. */
async function run(
  { run, directory, corpus, backend }: Training,
  values: TrainValues,
  report: ReliableReport,
  { out, err, stop }: Console,
): Promise<DoneEvent> {
  const from = values.resume === undefined ? undefined : (stepOf(run.from?.training?.progress) ?? -1);
  const { metrics } = run.data;
  const log =
    values.log === '-'
      ? (await import('../training/stdout-log.js')).stdoutLog(out, metrics)
      : directory.openLog({ path: values.log, after: from, metrics });
  if (log.dropped > 0)
    await report.note(`log: ${log.dropped} row(s) after step ${Math.max(0, from!)} are logged again`);
  const board = values.tensorboard ? openTensorboardLog(directory.path) : undefined;
  const sampleOf = createSampler(backend, corpus.vocabulary);
  for (const output of [out, err]) output.onClose(() => stop.request());
  let started = values.resume !== undefined;
  try {
    for await (const event of trainNetwork({ ...run, signal: stop.signal })) {
      started = true;
      await report.attempt(async () => {
        await log.add(event);
        board?.add(event);
      });
      const reported = await toReportEvent(event);
      await report.onEvent(reported);
      if (reported.type === 'done') return reported;
      await yieldToEventLoop();
    }
  } catch (error) {
    if (!started) await directory.abandon();
    throw error;
  } finally {
    board?.close();
  }
  throw new Error('training ended without saying so');

  async function toReportEvent(event: TrainEvent): Promise<ReportEvent> {
    const { type, step } = event;
    if (type === 'sample') return { type, step, text: sampleOf(event) };
    if (type !== 'save') return event;
    const { best, periodic } = event;
    const kept = {
      keep: values.keep === 'log' ? USUAL_KEEP : values.keep,
      milestones: run.options.milestones,
    };
    const path = await directory.save(event.snapshot(), step, { best, periodic, ...kept });
    return { type, step, path };
  }
}

function stepOf(progress: unknown): number | undefined {
  return (progress as { step: number } | undefined)?.step;
}
