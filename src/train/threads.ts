import type { ModelConfig } from '../core/snapshot.js';
import { parametersOf } from '../model/shapes.js';

/** Work (weights times symbols) that justifies one more thread, and rows of a batch below which products slow down. */
const LEAST_WORK = 2e7;
const LEAST_ROWS = 8;

/**
 * The number of threads, at most `cores`, that one step has work for: a small step is over before another thread wakes
 * up. The work is weights · T · B; the batch is divided by rows. For images, whose every pixel uses every weight, it is
 * always enough.
 */
export function chooseThreads(
  config: ModelConfig,
  { seq, batch }: { readonly seq: number; readonly batch: number },
  cores: number,
): number {
  const weights = parametersOf(config);
  if (config.images) return Math.max(1, Math.min(cores, Math.floor(batch / LEAST_ROWS)));
  const worthwhile = 1 + Math.floor((weights * seq * batch) / LEAST_WORK);
  return Math.max(1, Math.min(cores, Math.floor(batch / LEAST_ROWS), worthwhile));
}
