import type { TrainOptions } from './options.js';

/** The progress on which the learning rate depends. */
export interface SchedulePoint {
  /** Steps taken. */
  readonly step: number;
  /** Completed epochs; several short ones count as one, see trainer.ts. */
  readonly epoch: number;
  /** All steps of the run, where it has an end. */
  readonly totalSteps: number | null;
  /** How often `plateau` has decayed so far. */
  readonly plateaus: number;
}

/**
 * The learning rate of the next step, lr · warm-up · decay:
 *
 *     warm-up       min(1, (step + 1) / warmup)
 *     constant      1
 *     exponential   decay^(epoch − after + 1) once `after` epochs have passed (char-rnn)
 *     step          decay^⌊epoch / after⌋ (torch-rnn)
 *     cosine        ½ (1 + cos(π · (step − warmup) / (totalSteps − warmup)))  (Loshchilov & Hutter 2017)
 *     plateau       decay^(number of times that `after` evaluations were no better)
 */
export function learningRate(options: Pick<TrainOptions, 'lr' | 'schedule'>, at: SchedulePoint): number {
  const { warmup } = options.schedule;
  const warm = warmup > 0 ? Math.min(1, (at.step + 1) / warmup) : 1;
  return options.lr * warm * decayOf(options.schedule, at);
}

function decayOf({ name, decay, decayAfter, warmup }: TrainOptions['schedule'], at: SchedulePoint): number {
  switch (name) {
    case 'constant':
      return 1;
    case 'exponential':
      return decay ** Math.max(0, at.epoch - decayAfter + 1);
    case 'step':
      return decay ** Math.floor(at.epoch / decayAfter);
    case 'plateau':
      return decay ** at.plateaus;
    case 'cosine': {
      if (at.totalSteps === null || at.totalSteps <= warmup) return 1;
      const share = Math.min(1, Math.max(0, at.step - warmup) / (at.totalSteps - warmup));
      return 0.5 * (1 + Math.cos(Math.PI * share));
    }
  }
}
