import { copyTensors, copyWeights } from '../model/language-model.js';
import type { EvalEvent, TrainEvent } from './events.js';
import { noteEvaluation } from './progress.js';
import { saveEvent } from './saving.js';
import type { Session } from './session.js';
import type { Streams } from './streams.js';

/** The validation loss; with `note`, it counts for patience and plateau. */
export function validate(session: Session, note: boolean): EvalEvent {
  const { progress, run, engine } = session;
  const loss = meanLoss(session, session.splits.validation!);
  const { name, decayAfter } = run.options.schedule;
  if (note) noteEvaluation(progress, loss, name === 'plateau' ? decayAfter : Infinity);
  const best = session.best === null || loss < session.best.loss;
  if (best) session.best = { loss, weights: copyTensors(engine.params) };
  return evalEvent(session, 'validation', loss, best);
}

/**
 * After the last step: the validation loss, unless it was just taken, and the test loss of the best weights. Neither
 * changes what a resumed run would do: it is not noted, and the last checkpoint is written before.
 */
export function* finalFigures(session: Session, evalEvery: number): Generator<TrainEvent, void, void> {
  const { splits, progress, engine } = session;
  if (splits.validation && progress.step % evalEvery !== 0) {
    const evaluation = validate(session, false);
    yield evaluation;
    if (evaluation.best) yield saveEvent(session, true, false);
  }
  if (splits.test && progress.step > 0) {
    const latest = copyTensors(engine.params);
    if (session.best) useWeights(session, session.best.weights);
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

function evalEvent(session: Session, split: EvalEvent['split'], loss: number, best: boolean): EvalEvent {
  const { progress, splits } = session;
  const epoch = progress.epoch + progress.window / splits.train.windows;
  return { type: 'eval', step: progress.step, epoch, split, loss, bitsPerCharacter: loss / Math.LN2, best };
}
