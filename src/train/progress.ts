import { userError } from '../core/errors.js';
import type { Json } from '../core/snapshot.js';

/** Where training stands: everything but the weights, the moments and the carried state. Plain numbers. */
export interface Progress {
  /** Steps taken. */
  step: number;
  /** Whole epochs passed. */
  epoch: number;
  /** The next window of this epoch. */
  window: number;
  /** State of the random generator. */
  rng: readonly number[];
  /** Best validation loss among the evaluations that the options ask for, and evaluations since. */
  best: number | null;
  sinceBest: number;
  /** The plateau schedule: decays so far, and evaluations since the last decay or best. */
  plateaus: number;
  plateauWait: number;
  /** The run was stopped in the middle of the evaluation that follows this step: it comes first when resumed. */
  evaluationDue: boolean;
  /** Loss, exponentially smoothed. */
  smoothLoss: number;
  /** Seconds of training, all runs together. The only field that differs between two identical runs. */
  seconds: number;
}

/** The beginning. A network that knows nothing has loss ln V, V being the outputs it chooses from. */
export function startProgress(outputs: number, rng: readonly number[]): Progress {
  return {
    step: 0,
    epoch: 0,
    window: 0,
    rng,
    best: null,
    sinceBest: 0,
    plateaus: 0,
    plateauWait: 0,
    evaluationDue: false,
    smoothLoss: Math.log(outputs),
    seconds: 0,
  };
}

export function progressToJson(progress: Progress): Json {
  return { ...progress };
}

/** Reads back what progressToJson wrote, field by field. Throws checkpoint/training when something is missing or no number. */
export function progressFromJson(json: Json): Progress {
  const from = (json ?? {}) as Record<string, unknown>;
  const number = (name: keyof Progress): number => {
    const value = from[name];
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw userError('checkpoint/training', { why: `progress.${name} is not a number` });
    return value;
  };
  const rng = from['rng'];
  if (!Array.isArray(rng) || rng.length !== 4 || !rng.every(Number.isInteger)) {
    throw userError('checkpoint/training', { why: 'progress.rng is not four integers' });
  }
  return {
    step: number('step'),
    epoch: number('epoch'),
    window: number('window'),
    rng: rng.map(Number),
    best: from['best'] === null ? null : number('best'),
    sinceBest: number('sinceBest'),
    plateaus: number('plateaus'),
    plateauWait: number('plateauWait'),
    evaluationDue: from['evaluationDue'] === true,
    smoothLoss: number('smoothLoss'),
    seconds: number('seconds'),
  };
}

/** Takes note of a validation loss, for patience and plateau. */
export function noteEvaluation(progress: Progress, loss: number, patienceOfPlateau: number): void {
  const best = progress.best === null || loss < progress.best;
  if (best) progress.best = loss;
  progress.sinceBest = best ? 0 : progress.sinceBest + 1;
  progress.plateauWait = best ? 0 : progress.plateauWait + 1;
  if (progress.plateauWait >= patienceOfPlateau) {
    progress.plateaus += 1;
    progress.plateauWait = 0;
  }
}
