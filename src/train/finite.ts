import { userError } from '../core/errors.js';

/** Throws train/diverged unless `value` is finite. */
export function refuseDivergence(step: number, quantity: string, value: number, lr: number): void {
  if (!Number.isFinite(value)) throw userError('train/diverged', { step, quantity, value, lr });
}
