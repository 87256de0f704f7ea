import { userError } from '../core/errors.js';
import type { Json } from '../core/snapshot.js';

/** The progress of training: everything but the weights, the moments and the carried state. Plain numbers. */
export interface Progress {
  /** Steps taken. */
  step: number;
  /** Completed epochs. */
  epoch: number;
  /** The next window of this epoch. */
  window: number;
  /** State of the random generator. */
  rng: readonly number[];
  /** Best validation loss among the evaluations that the options ask for, and evaluations since. */
  best: number | null;
  /** The metric of that evaluation, where there is one. */
  bestMetric: number | null;
  sinceBest: number;
  /** The plateau schedule: decays so far, and evaluations since the last decay or best. */
  plateaus: number;
  plateauWait: number;
  /** The run was stopped during the evaluation after this step: it is repeated first when resumed. */
  evaluationDue: boolean;
  /** Loss, exponentially smoothed. */
  smoothLoss: number;
  /** Seconds of training, all runs together. The only field that differs between two identical runs. */
  seconds: number;
}

/** The initial progress, with the loss of an untrained network. */
export function startProgress(untrained: number, rng: readonly number[]): Progress {
  return {
    step: 0,
    epoch: 0,
    window: 0,
    rng,
    best: null,
    bestMetric: null,
    sinceBest: 0,
    plateaus: 0,
    plateauWait: 0,
    evaluationDue: false,
    smoothLoss: untrained,
    seconds: 0,
  };
}

export function progressToJson(progress: Progress): Json {
  return { ...progress };
}

/**
 * Reads back what progressToJson wrote, field by field. Throws checkpoint/training for an impossible value: counts
 * are integers from 0, and the window is one of the epoch's, where `windows` says how many it has.
 */
export function progressFromJson(json: Json, windows = Infinity): Progress {
  const from = (json ?? {}) as Record<string, unknown>;
  const fail = (name: string, what: string) =>
    userError('checkpoint/training', { why: `progress.${name} is not ${what}` });
  const number = (name: keyof Progress): number => {
    const value = from[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw fail(name, 'a number');
    return value;
  };
  const count = (name: keyof Progress): number => {
    const value = number(name);
    if (!Number.isSafeInteger(value) || value < 0) throw fail(name, 'a whole number from 0');
    return value;
  };
  const rng = from['rng'];
  if (!Array.isArray(rng) || rng.length !== 4 || !rng.every((word) => word === (word as number) >> 0))
    throw fail('rng', 'four integers of 32 bits');
  const progress = {
    step: count('step'),
    epoch: count('epoch'),
    window: count('window'),
    rng: rng.map(Number),
    best: from['best'] === null ? null : number('best'),
    bestMetric: from['bestMetric'] === null ? null : number('bestMetric'),
    sinceBest: count('sinceBest'),
    plateaus: count('plateaus'),
    plateauWait: count('plateauWait'),
    evaluationDue: from['evaluationDue'] === true,
    smoothLoss: number('smoothLoss'),
    seconds: number('seconds'),
  };
  if (progress.seconds < 0) throw fail('seconds', 'a time');
  if (progress.window >= windows) throw fail('window', `one of the ${windows} of an epoch`);
  if (windows < Infinity && progress.step !== progress.epoch * windows + progress.window)
    throw fail('step', `window ${progress.window} of epoch ${progress.epoch}`);
  return progress;
}

/** The figures that decide which of two evaluations is better. */
export interface Score {
  readonly loss: number;
  /** A fraction of 1; compared first, where there is one. */
  readonly metric?: number | null;
}

/** Whether the metric is higher or, where it is equal or there is none, the loss lower. */
export function isBetter(score: Score, best: Score | null): boolean {
  if (best === null) return true;
  const gain = (score.metric ?? 0) - (best.metric ?? 0);
  return gain > 0 || (gain === 0 && score.loss < best.loss);
}

/** The best evaluation that counted. */
export const bestScore = ({ best, bestMetric }: Progress): Score | null =>
  best === null ? null : { loss: best, metric: bestMetric };

/** Records an evaluation, for patience and plateau. */
export function noteEvaluation(progress: Progress, score: Score, patienceOfPlateau: number): void {
  const best = isBetter(score, bestScore(progress));
  if (best) {
    progress.best = score.loss;
    progress.bestMetric = score.metric ?? null;
  }
  progress.sinceBest = best ? 0 : progress.sinceBest + 1;
  progress.plateauWait = best ? 0 : progress.plateauWait + 1;
  if (progress.plateauWait >= patienceOfPlateau) {
    progress.plateaus += 1;
    progress.plateauWait = 0;
  }
}
