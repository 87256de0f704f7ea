import { userError } from '../core/errors.js';
import { untrainedLoss } from '../model/network-loss.js';
import { clip } from '../optim/clip.js';
import { countParams } from '../core/params.js';
import { zero } from './engine.js';
import type { DoneEvent, StartEvent, StepEvent, TrainEvent } from './events.js';
import { refuseDivergence, saveEvent } from './saving.js';
import { createPace } from './pace.js';
import { isMilestone } from './options.js';
import { finalFigures, validate } from './evaluation.js';
import { fillWindow } from './fill-window.js';
import { learningRate } from './schedule.js';
import { openSession, type Session, type TrainRun } from './session.js';

/**
 * Trains a network and yields events. It neither prints nor writes: its consumer does, and training pauses until it
 * requests the next event. Stop it through `run.signal`, or by leaving the loop.
 * Throws `train/diverged` when a loss or a gradient is no longer finite; that step is discarded.
 *
 * @example
 * for await (const event of trainNetwork({ options, vocabulary, data, backend: await chooseBackend() })) {
 *   if (event.type === 'step') console.log(event.step, event.loss);
 *   if (event.type === 'save') writeFileSync('model.safetensors', encodeCheckpoint(event.snapshot()));
 * }
 */
export async function* trainNetwork(run: TrainRun): AsyncGenerator<TrainEvent, void, void> {
  const session = await openSession(run);
  try {
    yield* trainSession(session);
  } finally {
    session.engine.close();
  }
}

async function* trainSession(session: Session): AsyncGenerator<TrainEvent, void, void> {
  const { run, progress } = session;
  const { saveEvery, sampleEvery, milestones } = run.options;
  const totalSteps = totalStepsOf(session);
  const pace = createPace(progress.seconds);
  const rhythm = usualRhythm(session);
  const evalEvery = run.options.evalEvery ?? rhythm;
  let saved = -1;
  yield startEvent(session, totalSteps);
  const initial = milestones && progress.step === 0;
  if (initial || run.wantsCheckpoint?.()) yield saveEvent(session, false, initial);
  if (initial) saved = 0;
  let reason = reasonToStop(session, totalSteps, pace.seconds());
  while (reason === null) {
    if (!progress.evaluationDue) {
      const taken = takeStep(session, totalSteps, pace);
      if (taken === null) {
        reason = 'stopped';
        break;
      }
      yield taken;
    }
    const { step } = progress;
    let best = false;
    if (run.data.validation && (progress.evaluationDue || step % evalEvery === 0)) {
      const evaluation = await validate(session, true);
      progress.evaluationDue = evaluation === null;
      if (evaluation === null) {
        reason = 'stopped';
        break;
      }
      best = evaluation.best;
      yield evaluation;
    }
    const isDue = step % (saveEvery ?? Math.min(rhythm, 1000)) === 0;
    const periodic = isDue || (milestones && isMilestone(step));
    if (best || periodic || run.wantsCheckpoint?.()) yield saveEvent(session, best, periodic);
    if (periodic) saved = step;
    if (sampleEvery !== null && step % sampleEvery === 0) {
      const { engine, average, config } = session;
      const params = { ...engine.params, ...(average && { weights: average.weights }) };
      yield { type: 'sample', step, config, params, state: engine.state };
    }
    reason = reasonToStop(session, totalSteps, pace.seconds());
  }
  progress.seconds = pace.seconds();
  if (saved !== progress.step) yield saveEvent(session, false, true);
  if (reason !== 'stopped') yield* finalFigures(session, evalEvery);
  if (run.signal?.aborted) reason = 'stopped';
  yield { type: 'done', step: progress.step, best: session.best?.loss ?? progress.best, reason };
}

/**
 * Steps between evaluations by default, and the epoch of a schedule: an epoch, or as many short ones as make a
 * hundred steps. Otherwise the learning rate of a tiny text would vanish before anything is learned.
 */
function usualRhythm({ run }: Session): number {
  const { windows } = run.data.train;
  return windows * Math.ceil(100 / windows);
}

/** One step: window, forward, backward, clip, update; null where the run is stopped before the window is there. */
function takeStep(
  session: Session,
  totalSteps: number | null,
  pace: ReturnType<typeof createPace>,
): StepEvent | null {
  const { run, engine, optimizer, progress, batch, rng } = session;
  const { options } = run;
  const { train } = run.data;
  if (!train.continuous) zero(engine.state);
  if (!fillWindow(session, train, progress)) return null;
  const dropoutKey = dropsOut(options.model) ? Math.floor(rng.uniform() * 2 ** 32) : undefined;
  const scale = 1 / (options.reduction === 'mean' ? batch.count : batch.rows);
  const loss = engine.step(batch, scale, dropoutKey) / batch.count;
  for (const gradients of session.frozen) gradients.fill(0);
  const { gradients } = engine.params;
  const gradNorm = Math.sqrt(run.backend.kernels.sumSquares(gradients.length, gradients));
  const epoch = Math.floor(progress.step / usualRhythm(session));
  const lr = learningRate(options, { ...progress, epoch, totalSteps });
  const smoothLoss = smoothed(progress.smoothLoss, loss, batch.count);
  refuseDivergence(progress.step + 1, 'the loss', loss, lr);
  refuseDivergence(progress.step + 1, 'the gradient norm', gradNorm, lr);
  refuseHugeLoss(session, smoothLoss, lr);
  clip(gradients, gradNorm, options, run.backend.kernels);
  optimizer.update(progress.step + 1, lr);
  session.average?.update(progress.step + 1);
  engine.refresh();
  advance(session);
  progress.smoothLoss = smoothLoss;
  progress.seconds = pace.seconds();
  return {
    type: 'step',
    step: progress.step,
    epoch: progress.epoch + progress.window / train.windows,
    loss,
    smoothLoss,
    gradNorm,
    lr,
    charactersPerSecond: pace.after(train.rows === undefined ? batch.symbols : batch.rows),
    seconds: progress.seconds,
  };
}

const dropsOut = (model: TrainRun['options']['model']): boolean =>
  [model.dropout, model.inputDropout, model.weightDropout, model.ngrams?.dropout].some((p = 0) => p > 0);

/** Advances to the next window; a new epoch begins with a state of zeros. */
function advance({ run, engine, progress }: Session): void {
  progress.step += 1;
  progress.window += 1;
  if (progress.window < run.data.train.windows) return;
  progress.window = 0;
  progress.epoch += 1;
  zero(engine.state);
}

/** s ← 0.999·s + 0.001·loss for every 25 predictions: min-char-rnn's figure, whatever the size of a window. */
function smoothed(before: number, loss: number, predictions: number): number {
  return loss + 0.999 ** (predictions / 25) * (before - loss);
}

/** Diverged: a smoothed loss of this many times that of an untrained network. */
const DIVERGED = 10;

function refuseHugeLoss({ config, progress }: Session, smoothLoss: number, lr: number): void {
  const uniform = Math.log(Math.max(2, config.vocabulary, config.outputs ?? 0));
  if (smoothLoss <= DIVERGED * Math.max(uniform, untrainedLoss(config))) return;
  throw userError('train/diverged', {
    step: progress.step + 1,
    quantity: 'the smoothed loss',
    value: smoothLoss,
    lr,
  });
}

function totalStepsOf({ run }: Session): number | null {
  const { epochs, steps } = run.options;
  if (epochs === null) return steps;
  return Math.min(epochs * run.data.train.windows, steps ?? Infinity);
}

function reasonToStop(
  session: Session,
  totalSteps: number | null,
  seconds: number,
): DoneEvent['reason'] | null {
  const { run, progress } = session;
  const { steps, minutes, patience } = run.options;
  if (run.signal?.aborted) return 'stopped';
  if (progress.evaluationDue) return null;
  if (totalSteps !== null && progress.step >= totalSteps) return totalSteps === steps ? 'steps' : 'epochs';
  if (minutes !== null && seconds >= minutes * 60) return 'minutes';
  if (patience !== null && progress.sinceBest >= patience) return 'patience';
  return null;
}

function startEvent({ run, config, engine, progress }: Session, totalSteps: number | null): StartEvent {
  const { data } = run;
  return {
    type: 'start',
    characters: data.symbols,
    vocabulary: config.vocabulary,
    parameters: countParams(engine.params.table),
    stepsPerEpoch: data.train.windows,
    totalSteps,
    step: progress.step,
    seq: data.T,
    batch: data.B,
    ...(data.train.rows !== undefined && { rows: data.train.rows }),
    ...(data.occupancy !== undefined && { occupancy: data.occupancy }),
  };
}
