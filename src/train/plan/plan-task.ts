import type { TrainOptions } from '../options.js';
import { COSINE, round, type Plan } from './plan.js';
import { interpolate } from './rule.js';

/** The settings that a plan for a task chooses, unless they are given. */
export const taskParts = [
  ...(['optimizer', 'weightDecay', 'lr', 'schedule'] as const),
  ...(['dropout', 'patience'] as const),
] as const;

/** What is to be learned from: rows of a table, or clips. */
export interface PlannedTask {
  /** Steps of a pass. */
  readonly windows: number;
  /** Predictions that are evaluated once a pass, as a fraction of those of training. */
  readonly heldOut: number;
  /** Whether it is regularized too: rows of a table are, clips are not. */
  readonly isTable: boolean;
}

/** Passes after which the rows are known by heart, and steps that even the shortest table gets. */
const [MOST_PASSES, LEAST_STEPS] = [60, 2000] as const;

/** By passes: the dropout between the layers and before the decoder. */
const DROPOUT = [
  [5, 0],
  [15, 0.2],
  [40, 0.4],
] as const;

/**
 * The settings with which a task is learned well at the end of `minutes`: the network of `base`, whose optimizer is given
 * weight decay, and a rate that falls to zero with the last step. A pure function, as planTraining().
 */
export function planTask(
  base: TrainOptions,
  given: ReadonlySet<string>,
  { windows, heldOut, isTable }: PlannedTask,
  { minutes, stepsPerSecond }: { readonly minutes: number; readonly stepsPerSecond: number },
): Plan {
  const possible = Math.max(1, Math.round((minutes * 60 * stepsPerSecond) / (1 + heldOut / 3)));
  const most = Math.max(MOST_PASSES * windows, LEAST_STEPS);
  const steps = Math.min(possible, most);
  const passes = steps / windows;
  const dropout = given.has('dropout') || !isTable ? base.model.dropout : round(interpolate(DROPOUT, passes));
  const decays = isTable && !given.has('optimizer') && base.optimizer.name === 'adam';
  return {
    options: {
      ...base,
      model: { ...base.model, dropout },
      ...(decays && { optimizer: { ...base.optimizer, name: 'adamw', weightDecay: 0.05 } }),
      schedule: given.has('schedule') ? base.schedule : { ...base.schedule, ...COSINE },
      // an end of its own, before the rate is zero, is none
      patience: given.has('patience') ? base.patience : Math.ceil(passes) + 1,
      epochs: null,
      minutes: null,
      steps,
      plan: { minutes, stepsPerSecond },
    },
    passes,
    endsEarly: steps < possible,
  };
}
