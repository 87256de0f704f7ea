import type { Tensor } from '../core/snapshot.js';
import { isError, type DataPart, type Metric } from '../data/train-data.js';
import { copyWeights } from '../model/language-model.js';
import type { Outcome } from '../model/loss.js';
import type { EvalEvent, TrainEvent } from './events.js';
import { fillWindow } from './fill-window.js';
import { refuseDivergence, saveEvent } from './saving.js';
import { createLabelCounts } from './label-counts.js';
import { isBetter, noteEvaluation, type Score } from './progress.js';
import { modelWeights, type Session } from './session.js';

/** Milliseconds of a long evaluation between checks for signals. */
const YIELD_INTERVAL = 100;

/** The figures of a part of the data. */
type Figures = Pick<EvalEvent, 'loss' | 'metrics'>;

/**
 * Evaluates the validation part; null when the run is stopped meanwhile. With `note`, it counts for patience and
 * plateau.
 */
export async function validate(session: Session, note: boolean): Promise<EvalEvent | null> {
  const { progress, run } = session;
  const weights = modelWeights(session);
  const figures = await measure(session, run.data.validation!, weights);
  if (figures === null) return null;
  refuseDivergence(progress.step, 'the validation loss', figures.loss, run.options.lr);
  const score = scoreOf(session, figures);
  const { name, decayAfter } = run.options.schedule;
  if (note) noteEvaluation(progress, score, name === 'plateau' ? decayAfter : Infinity);
  const best = isBetter(score, session.best);
  if (best) session.best = { ...score, weights };
  return evalEvent(session, 'validation', figures, best);
}

/**
 * After the last step: the validation loss, unless it was just taken, and the test loss of the best weights. Neither
 * changes what a resumed run does: it is not recorded, and the last checkpoint is written before. A stopped run leaves
 * out what is missing.
 */
export async function* finalFigures(
  session: Session,
  evalEvery: number,
): AsyncGenerator<TrainEvent, void, void> {
  const { run, progress } = session;
  if (run.data.validation && progress.step % evalEvery !== 0) {
    const evaluation = await validate(session, false);
    if (evaluation) yield evaluation;
    if (evaluation?.best) yield saveEvent(session, true, false);
  }
  if (run.data.test && progress.step > 0) {
    const weights = session.best?.weights ?? modelWeights(session);
    const figures = await measure(session, run.data.test, weights);
    if (figures !== null) yield evalEvent(session, 'test', figures, false);
  }
}

/**
 * Mean nats per prediction of a part of the data under `weights`, read from a state of zeros, and its metrics; null
 * when the run is stopped. The trained weights are restored in any case.
 */
async function measure(
  session: Session,
  part: DataPart,
  weights: ReadonlyMap<string, Tensor>,
): Promise<Figures | null> {
  const { engine } = session;
  const trained = Float32Array.from(engine.params.weights);
  copyWeights(weights, engine.params);
  engine.refresh();
  try {
    return await measurePart(session, part);
  } finally {
    engine.params.weights.set(trained);
    engine.refresh();
  }
}

async function measurePart(session: Session, part: DataPart): Promise<Figures | null> {
  const { engine, batch, run } = session;
  const sum = { nats: 0, tally: [0, 0] as [number, number] };
  const { metrics: names = [], model } = run.data;
  const labels = names.includes('macroF1') ? createLabelCounts(model!.outputs!) : undefined;
  let heard = performance.now();
  for (let window = 0; window < part.windows; window++) {
    if (performance.now() - heard > YIELD_INTERVAL) {
      await new Promise((resolve) => setTimeout(resolve));
      heard = performance.now();
    }
    if (run.signal?.aborted || !fillWindow(session, part, { window, epoch: 0 })) return null;
    const { nats, tally, best } = engine.evaluate(batch, window === 0 || !part.continuous);
    labels?.add(batch, best);
    sum.nats += nats;
    tally.forEach((value, i) => (sum.tally[i]! += value));
  }
  const metrics = names.map((name) => {
    return [name, name === 'macroF1' ? labels!.macroF1() : metricOf(name, sum, part)] as const;
  });
  return {
    loss: sum.nats / part.count,
    ...(metrics.length > 0 && { metrics: Object.fromEntries(metrics) }),
  };
}

function metricOf(
  name: Exclude<Metric, 'macroF1'>,
  { tally: [first, second] }: Outcome,
  { count, rows }: DataPart,
): number {
  if (name === 'rmse') return Math.sqrt(second / count);
  return name === 'exactMatch' ? second / rows! : first / count;
}

/** The first metric decides, where the data has one that is a share; else the loss. */
function scoreOf({ run }: Session, { loss, metrics }: Figures): Score {
  const first = run.data.metrics?.find((name) => !isError(name));
  return { loss, metric: first === undefined ? null : metrics![first]! };
}

function evalEvent(session: Session, split: EvalEvent['split'], figures: Figures, best: boolean): EvalEvent {
  const { progress, run } = session;
  const epoch = progress.epoch + progress.window / run.data.train.windows;
  const bitsPerCharacter = figures.loss / Math.LN2;
  return { type: 'eval', step: progress.step, epoch, split, ...figures, bitsPerCharacter, best };
}
