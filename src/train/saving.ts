import { userError } from '../core/errors.js';
import type { SaveEvent } from './events.js';
import { takeSnapshot, type Session } from './session.js';

/** Offers a checkpoint, unless the last update made the weights non-finite: then the one before stays the newest. */
export function saveEvent(session: Session, best: boolean, periodic: boolean): SaveEvent {
  const { progress, engine, run } = session;
  const { weights } = engine.params;
  const norm = Math.sqrt(run.backend.kernels.sumSquares(weights.length, weights));
  refuseDivergence(progress.step, 'the norm of the weights', norm, run.options.lr);
  return { type: 'save', step: progress.step, best, periodic, snapshot: () => takeSnapshot(session, best) };
}

/** Throws train/diverged unless `value` is finite. */
export function refuseDivergence(step: number, quantity: string, value: number, lr: number): void {
  if (!Number.isFinite(value)) throw userError('train/diverged', { step, quantity, value, lr });
}
