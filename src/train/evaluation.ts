import type { DataPart } from '../data/train-data.js';
import { copyTensors, copyWeights } from '../model/language-model.js';
import type { EvalEvent, TrainEvent } from './events.js';
import { refuseUnlessFinite } from './finite.js';
import { noteEvaluation } from './progress.js';
import { saveEvent } from './saving.js';
import type { Session } from './session.js';

/** Milliseconds of a long evaluation after which signals are heard. */
const YIELD_INTERVAL = 100;

/** The validation loss, or null when the run is stopped meanwhile; with `note`, it counts for patience and plateau. */
export async function validate(session: Session, note: boolean): Promise<EvalEvent | null> {
  const { progress, run, engine } = session;
  const loss = await meanLoss(session, session.run.data.validation!);
  if (loss === null) return null;
  refuseUnlessFinite(progress.step, 'the validation loss', loss, run.options.lr);
  const { name, decayAfter } = run.options.schedule;
  if (note) noteEvaluation(progress, loss, name === 'plateau' ? decayAfter : Infinity);
  const best = session.best === null || loss < session.best.loss;
  if (best) session.best = { loss, weights: copyTensors(engine.params) };
  return evalEvent(session, 'validation', loss, best);
}

/**
 * After the last step: the validation loss, unless it was just taken, and the test loss of the best weights. Neither
 * changes what a resumed run would do: it is not noted, and the last checkpoint is written before. A stopped run leaves
 * out what is missing.
 */
export async function* finalFigures(
  session: Session,
  evalEvery: number,
): AsyncGenerator<TrainEvent, void, void> {
  const { run, progress, engine } = session;
  if (run.data.validation && progress.step % evalEvery !== 0) {
    const evaluation = await validate(session, false);
    if (evaluation) yield evaluation;
    if (evaluation?.best) yield saveEvent(session, true, false);
  }
  if (run.data.test && progress.step > 0) {
    const latest = copyTensors(engine.params);
    if (session.best) useWeights(session, session.best.weights);
    const loss = await meanLoss(session, run.data.test);
    if (loss !== null) yield evalEvent(session, 'test', loss, false);
    useWeights(session, latest);
  }
}

function useWeights({ engine }: Session, weights: Parameters<typeof copyWeights>[0]): void {
  copyWeights(weights, engine.params);
  engine.refresh();
}

/** Mean nats per prediction of a part of the data, read from a state of zeros; null when the run is stopped. */
async function meanLoss({ engine, batch, run }: Session, part: DataPart): Promise<number | null> {
  let nats = 0;
  let heard = performance.now();
  for (let window = 0; window < part.windows; window++) {
    if (performance.now() - heard > YIELD_INTERVAL) {
      await new Promise((resolve) => setTimeout(resolve));
      heard = performance.now();
    }
    if (run.signal?.aborted) return null;
    part.fill(window, batch, 0);
    nats += engine.evaluate(batch, window === 0 || !part.continuous);
  }
  return nats / part.count;
}

function evalEvent(session: Session, split: EvalEvent['split'], loss: number, best: boolean): EvalEvent {
  const { progress, run } = session;
  const epoch = progress.epoch + progress.window / run.data.train.windows;
  return { type: 'eval', step: progress.step, epoch, split, loss, bitsPerCharacter: loss / Math.LN2, best };
}
