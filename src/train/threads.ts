import { countParams, layoutParams } from '../core/params.js';
import type { ModelConfig } from '../core/snapshot.js';
import { modelShapes } from '../model/shapes.js';

/** Weights times symbols that one more thread must have to do, and rows of a batch below which products slow down. */
const LEAST_WORK = 2e7;
const LEAST_ROWS = 8;

/**
 * As many of `cores` threads as one step has work for: a small step is over before another thread has woken up.
 * The work is weights · T · B; the batch is divided by rows. Of images, which meet every weight at every pixel, it is
 * always enough.
 */
export function chooseThreads(
  config: ModelConfig,
  { seq, batch }: { readonly seq: number; readonly batch: number },
  cores: number,
): number {
  const weights = countParams(layoutParams(modelShapes(config)));
  if (config.images) return Math.max(1, Math.min(cores, Math.floor(batch / LEAST_ROWS)));
  const worthwhile = 1 + Math.floor((weights * seq * batch) / LEAST_WORK);
  return Math.max(1, Math.min(cores, Math.floor(batch / LEAST_ROWS), worthwhile));
}
