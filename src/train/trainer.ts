import { problem } from '../core/errors.js';
import { clip } from '../optim/clip.js';
import { countParams } from '../core/params.js';
import { copyTensors, copyWeights } from '../model/language-model.js';
import { zero } from './engine.js';
import type { DoneEvent, EvalEvent, SaveEvent, StartEvent, StepEvent, TrainEvent } from './events.js';
import { createPace } from './pace.js';
import { noteEvaluation } from './progress.js';
import { learningRate } from './schedule.js';
import { openSession, takeSnapshot, type Session, type TrainRun } from './session.js';
import type { Streams } from './streams.js';

/**
 * Trains a network and tells what happens, one event at a time. It neither prints nor writes: the listener does, and
 * training stands still until it asks for the next event. Stop it through `run.signal`, or by leaving the loop.
 * Throws the problem `train/diverged` when a loss or a gradient is no longer finite; that step is not taken.
 */
export async function* train(run: TrainRun): AsyncGenerator<TrainEvent, void, void> {
  const session = await openSession(run);
  try {
    yield* trainSession(session);
  } finally {
    session.engine.close();
  }
}

async function* trainSession(session: Session): AsyncGenerator<TrainEvent, void, void> {
  const { run, progress } = session;
  const { saveEvery, sampleEvery } = run.options;
  const totalSteps = totalStepsOf(session);
  const pace = createPace(progress.seconds);
  const evalEvery = run.options.evalEvery ?? session.splits.train.windows;
  let saved = -1;
  yield startEvent(session, totalSteps);
  let reason = reasonToStop(session, totalSteps, pace.seconds());
  while (reason === null) {
    yield takeStep(session, totalSteps, pace);
    const { step } = progress;
    let best = false;
    if (session.splits.validation && step % evalEvery === 0) {
      const evaluation = validate(session, true);
      best = evaluation.best;
      yield evaluation;
    }
    const periodic = saveEvery === null ? progress.window === 0 : step % saveEvery === 0;
    if (best || periodic) yield saveEvent(session, best, periodic);
    if (periodic) saved = step;
    if (sampleEvery !== null && step % sampleEvery === 0) {
      const { params, state } = session.engine;
      yield { type: 'sample', step, config: session.config, params, state };
    }
    reason = reasonToStop(session, totalSteps, pace.seconds());
  }
  progress.seconds = pace.seconds();
  if (saved !== progress.step) yield saveEvent(session, false, true);
  if (reason !== 'stopped') yield* finalFigures(session, evalEvery);
  yield { type: 'done', step: progress.step, best: progress.best, reason };
}

/** One step: window, forward, backward, clip, update. */
function takeStep(
  session: Session,
  totalSteps: number | null,
  pace: ReturnType<typeof createPace>,
): StepEvent {
  const { run, splits, engine, optimizer, progress, batch, rng } = session;
  const { options } = run;
  splits.train.fill(progress.window, batch);
  const dropoutKey = options.model.dropout > 0 ? Math.floor(rng.uniform() * 2 ** 32) : undefined;
  const scale = 1 / (options.reduction === 'mean' ? batch.count : batch.count / batch.T);
  const loss = engine.step(batch, scale, dropoutKey) / batch.count;
  const { gradients } = engine.params;
  const gradNorm = Math.sqrt(run.backend.kernels.sumSquares(gradients.length, gradients));
  const lr = learningRate(options, { ...progress, totalSteps });
  refuseUnlessFinite(progress.step + 1, loss, gradNorm, lr);
  clip(gradients, gradNorm, options, run.backend.kernels);
  optimizer.update(progress.step + 1, lr);
  engine.refresh();
  advance(session);
  progress.smoothLoss = 0.999 * progress.smoothLoss + 0.001 * loss;
  progress.seconds = pace.seconds();
  return {
    type: 'step',
    step: progress.step,
    epoch: progress.epoch + progress.window / splits.train.windows,
    loss,
    smoothLoss: progress.smoothLoss,
    gradNorm,
    lr,
    charactersPerSecond: pace.after(batch.count),
    seconds: progress.seconds,
  };
}

/** On to the next window; a new epoch begins with a state of zeros. */
function advance({ splits, engine, progress }: Session): void {
  progress.step += 1;
  progress.window += 1;
  if (progress.window < splits.train.windows) return;
  progress.window = 0;
  progress.epoch += 1;
  zero(engine.state);
}

function refuseUnlessFinite(step: number, loss: number, gradNorm: number, lr: number): void {
  if (!Number.isFinite(loss)) throw problem('train/diverged', { step, what: 'the loss', value: loss, lr });
  if (!Number.isFinite(gradNorm)) {
    throw problem('train/diverged', { step, what: 'the gradient norm', value: gradNorm, lr });
  }
}

/** The validation loss; with `note`, it counts for best, patience and plateau. */
function validate(session: Session, note: boolean): EvalEvent {
  const { progress, run, engine } = session;
  const loss = meanLoss(session, session.splits.validation!);
  const { name, decayAfter } = run.options.schedule;
  const best = note
    ? noteEvaluation(progress, loss, name === 'plateau' ? decayAfter : Infinity)
    : progress.best === null || loss < progress.best;
  if (best) session.bestWeights = copyTensors(engine.params);
  return evalEvent(session, 'validation', loss, best);
}

/**
 * After the last step: the validation loss, unless it was just taken, and the test loss of the best weights. Neither
 * changes what a resumed run would do: the last checkpoint is written before.
 */
function* finalFigures(session: Session, evalEvery: number): Generator<TrainEvent, void, void> {
  const { splits, progress, engine } = session;
  if (splits.validation && progress.step % evalEvery !== 0) {
    const evaluation = validate(session, false);
    if (evaluation.best) progress.best = evaluation.loss;
    yield evaluation;
    if (evaluation.best) yield saveEvent(session, true, false);
  }
  if (splits.test && progress.step > 0) {
    const latest = copyTensors(engine.params);
    if (session.bestWeights) useWeights(session, session.bestWeights);
    yield evalEvent(session, 'test', meanLoss(session, splits.test), false);
    useWeights(session, latest);
  }
}

function useWeights({ engine }: Session, weights: Parameters<typeof copyWeights>[0]): void {
  copyWeights(weights, engine.params);
  engine.refresh();
}

/** Mean nats per character of a part of the corpus, read from a state of zeros. */
function meanLoss({ engine, batch }: Session, streams: Streams): number {
  let nats = 0;
  for (let window = 0; window < streams.windows; window++) {
    streams.fill(window, batch);
    nats += engine.evaluate(batch, window === 0);
  }
  return nats / streams.characters;
}

function totalStepsOf({ run, splits }: Session): number | null {
  const { epochs, steps } = run.options;
  if (epochs === null) return steps;
  return Math.min(epochs * splits.train.windows, steps ?? Infinity);
}

function reasonToStop(
  session: Session,
  totalSteps: number | null,
  seconds: number,
): DoneEvent['reason'] | null {
  const { run, progress } = session;
  const { steps, minutes, patience } = run.options;
  if (run.signal?.aborted) return 'stopped';
  if (totalSteps !== null && progress.step >= totalSteps) return totalSteps === steps ? 'steps' : 'epochs';
  if (minutes !== null && seconds >= minutes * 60) return 'minutes';
  if (patience !== null && progress.sinceBest >= patience) return 'patience';
  return null;
}

function startEvent(
  { run, config, splits, engine, progress }: Session,
  totalSteps: number | null,
): StartEvent {
  return {
    type: 'start',
    characters: run.source.length,
    vocabulary: config.vocabulary,
    parameters: countParams(engine.params.table),
    stepsPerEpoch: splits.train.windows,
    totalSteps,
    step: progress.step,
    seq: splits.T,
    batch: splits.B,
  };
}

function evalEvent(session: Session, split: EvalEvent['split'], loss: number, best: boolean): EvalEvent {
  const { progress, splits } = session;
  const epoch = progress.epoch + progress.window / splits.train.windows;
  return { type: 'eval', step: progress.step, epoch, split, loss, bitsPerCharacter: loss / Math.LN2, best };
}

/** Offers a checkpoint, unless the last update has already ruined the weights: the one before stays the newest. */
function saveEvent(session: Session, best: boolean, periodic: boolean): SaveEvent {
  const { progress, engine, run } = session;
  const { weights } = engine.params;
  const norm = Math.sqrt(run.backend.kernels.sumSquares(weights.length, weights));
  if (!Number.isFinite(norm)) {
    const { lr } = run.options;
    throw problem('train/diverged', {
      step: progress.step,
      what: 'the norm of the weights',
      value: norm,
      lr,
    });
  }
  return { type: 'save', step: progress.step, best, periodic, snapshot: () => takeSnapshot(session) };
}
