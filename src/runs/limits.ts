import type { TrainOptions } from '../train/options.js';
import type { Progress } from '../train/progress.js';
import { LIMITS, type Difference } from './experiment.js';

/**
 * The limits of a run that stand in the way of those that are asked for now: it has gone beyond them, or --resume cannot
 * lift them. Where there are none, the run is or can become the one that is asked for. Whether the best model of a run
 * without patience, or with more, would have been found with less is not known.
 */
export function passedLimits(
  has: TrainOptions,
  asked: TrainOptions,
  progress: Pick<Progress, 'step' | 'epoch' | 'window' | 'seconds'> | undefined,
): Difference[] {
  const reached = progress ?? { step: 0, epoch: 0, window: 0, seconds: 0 };
  const isPast: Record<(typeof LIMITS)[number], (limit: number) => boolean> = {
    steps: (limit) => reached.step > limit,
    epochs: (limit) => reached.epoch + (reached.window > 0 ? 0.5 : 0) > limit,
    minutes: (limit) => reached.seconds > limit * 60,
    patience: (limit) => progress !== undefined && limit < (has.patience ?? Infinity),
  };
  return LIMITS.filter((limit) => {
    const wanted = asked[limit];
    return has[limit] !== wanted && (wanted === null || isPast[limit](wanted));
  }).map((field) => ({ field, values: [words(has[field]), words(asked[field])] }));
}

/** Whether a run has just the limits that are asked for. */
export function sameLimits(has: TrainOptions, asked: TrainOptions): boolean {
  return LIMITS.every((limit) => has[limit] === asked[limit]);
}

const words = (limit: number | null): string | undefined => (limit === null ? undefined : String(limit));
