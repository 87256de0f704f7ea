import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { unwatched, type Watch } from '../../core/watch.js';
import type { EventLog } from '../../runs/log.js';
import { openTensorboardLog } from '../../runs/tensorboard-log.js';
import { trainNetwork } from '../../train/trainer.js';
import type { TrainEvent } from '../../train/events.js';
import type { TrainRun } from '../../train/session.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import type { NoteEvent, RunEvent } from './events.js';
import { newRun } from './new-run.js';
import type { PreparedRun } from './prepared-run.js';
import type { ResumeRequest, RunFields, TrainRequest } from './request.js';
import { openRunLog } from './run-log.js';
import { resumedRun } from './resumed-run.js';
import { keepCounts } from './keep-counts.js';
import { describeRun } from './describe-run.js';
import { createSampler, sampleOfRun } from './samples.js';

/**
 * Trains a new network in a run directory, which holds its checkpoints and its log, and yields what happens. An aborted
 * watch ends it at the next step: the newest weights are saved, and the last event says so. Everything that can be
 * refused is refused before the directory is made.
 *
 * @example
 * for await (const event of train({ files: ['book.txt'], out: 'runs/book', minutes: 15 }))
 *   if (event.type === 'eval') console.log(event.epoch, event.loss);
 */
export async function* train(request: TrainRequest): AsyncGenerator<RunEvent, void, void> {
  yield* runToEnd(await newRun(request), request, undefined);
}

/**
 * Continues a run from its newest checkpoint, bit for bit, or starts it over when it never saved one. Throws data/* when
 * what it was trained on has changed.
 */
export async function* resume(request: ResumeRequest): AsyncGenerator<RunEvent, void, void> {
  const prepared = await resumedRun(request);
  const { step } = (prepared.run.from?.training?.progress ?? { step: -1 }) as { step: number };
  yield* runToEnd(prepared, request, step);
}

type Fields = RunFields & { readonly watch?: Watch };

async function* runToEnd(
  prepared: PreparedRun,
  request: Fields,
  after: number | undefined,
): AsyncGenerator<RunEvent, void, void> {
  const course = { begun: after !== undefined };
  try {
    yield { type: 'open', run: describeRun(prepared) };
    for (const text of prepared.warnings) yield { type: 'note', warning: true, text };
    for (const text of prepared.notes) yield { type: 'note', warning: false, text };
    yield* trainAndSave(prepared, request, after, course);
  } finally {
    // whatever ended it before its first step: nothing to resume
    if (!course.begun) await prepared.directory.abandon();
    prepared.data.close();
    await prepared.directory.close();
  }
}

/** Default of `keep`, and the newest checkpoints that are kept beside those of `log`. */
const KEPT = 3;

async function* trainAndSave(
  prepared: PreparedRun,
  { log: path, tensorboard, keep = KEPT, sampleAtEnd = false, watch = unwatched }: Fields,
  after: number | undefined,
  course: { begun: boolean },
): AsyncGenerator<RunEvent, void, void> {
  const { run, directory, data, backend } = prepared;
  const log = path === null ? null : openRunLog(prepared, path, after);
  const board = tensorboard ? openTensorboardLog(directory.path) : null;
  const records = createRecords([log, board]);
  const sampleOf = createSampler(backend, data.vocabulary);
  if (log && log.dropped > 0) {
    const text = `log: ${log.dropped} row(s) after step ${Math.max(0, after!)} are logged again`;
    yield { type: 'note', warning: false, text };
  }
  const signal = AbortSignal.any([watch.signal, records.failed]);
  try {
    for await (const event of trainNetwork({ ...run, signal })) {
      course.begun = true;
      await records.add(event);
      if (event.type === 'done') {
        records.throwFailure();
        const { step, reason } = event;
        directory.end({ reason, step });
        if (reason !== 'stopped' && step > 0) yield* describedImages(prepared, watch);
        if (run.options.counts && reason !== 'stopped') yield await keepCounts(prepared, step, watch);
        const isDrawn = sampleAtEnd && step > 0 && reason !== 'stopped' && writesText(run);
        if (isDrawn)
          yield {
            type: 'sample',
            step,
            text: sampleOfRun(directory.path, backend, data.vocabulary),
            atEnd: true,
          };
      }
      yield await published(event);
      await yieldToEventLoop();
    }
  } finally {
    board?.close();
  }

  /** An event with a path and a text in place of a snapshot and weights. */
  async function published(event: TrainEvent): Promise<RunEvent> {
    const { type, step } = event;
    if (type === 'sample') return { type, step, text: sampleOf(event), atEnd: false };
    if (type !== 'save') return event;
    const { best, periodic } = event;
    const { milestones } = run.options;
    const kept = { keep: keep === 'log' ? KEPT : keep, milestones };
    return { type, step, path: await directory.save(event.snapshot(), step, { best, periodic, ...kept }) };
  }
}

/** Whether the best model of a run on images with captions looks at them, in one line. */
async function* describedImages(
  { directory, data, run, backend }: PreparedRun,
  watch: Watch,
): AsyncGenerator<NoteEvent> {
  if (data.imageControl === undefined) return;
  const snapshot = readCheckpoint(findModel(directory.path));
  const control = await data
    .imageControl(snapshot, run.options, { backend, watch })
    .catch((error: unknown) => {
      if (watch.signal.aborted) return undefined; // the run is saved: only this line is left out
      throw error;
    });
  if (control === undefined) return;
  const { right, shuffled, differ } = control;
  const figures = `words right ${right.toFixed(3)}, with the images of others ${shuffled.toFixed(3)}`;
  const ignored =
    'the captions do not depend on the image: train longer, or begin with --init-from a classifier of such images';
  yield { type: 'note', warning: !differ, text: differ ? figures : `${figures}: ${ignored}` };
}

/** Whether the network continues texts. */
const writesText = ({ vocabulary, task }: TrainRun): boolean => vocabulary.size > 0 && !task;

/** Where events are recorded: a log that cannot be written stops the run, which saves its weights before it fails. */
function createRecords(logs: readonly (Pick<EventLog, 'add'> | { add(event: TrainEvent): void } | null)[]) {
  const failing = new AbortController();
  let failure: { readonly error: unknown } | undefined;
  return {
    failed: failing.signal,
    async add(event: TrainEvent): Promise<void> {
      if (failure) return;
      try {
        for (const log of logs) await log?.add(event);
      } catch (error) {
        failure = { error };
        failing.abort(error);
      }
    },
    throwFailure(): void {
      if (failure) throw failure.error;
    },
  };
}
