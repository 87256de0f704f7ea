import type { DataPart } from '../data/train-data.js';
import type { Session } from './session.js';

/**
 * Fills the batch of a session. False where the run is stopped meanwhile: data may throw then, since to order the rows of
 * an epoch can take longer than a step.
 */
export function fillWindow(
  { batch, run }: Session,
  part: DataPart,
  { window, epoch }: { readonly window: number; readonly epoch: number },
): boolean {
  try {
    part.fill(window, batch, epoch);
    return true;
  } catch (error) {
    if (run.signal?.aborted) return false;
    throw error;
  }
}
