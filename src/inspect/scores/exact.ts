import type { Feature } from '../features/feature.js';
import { ranksOf } from './ranks.js';

/**
 * How well predictions go with a feature, on the scale of score.ts (2·AUC − 1, or Spearman's ρ), from the values
 * themselves and not from histograms. 0 where either side is constant.
 */
export function exactAssociation(
  predictions: Float32Array,
  values: Float32Array,
  kind: Feature['kind'],
): number {
  const ranks = ranksOf(predictions);
  const value = kind === 'binary' ? aucOfRanks(ranks, values) : pearson(ranks, ranksOf(values));
  return Number.isFinite(value) ? value : 0;
}

/** 2·AUC − 1 = (2·Σ ranks of positives − n1·(n1+1)) / (n1·n0) − 1. */
function aucOfRanks(ranks: Float32Array, on: Float32Array): number {
  let [positives, sum] = [0, 0];
  for (let i = 0; i < on.length; i++) {
    if (on[i] === 0) continue;
    positives++;
    sum += ranks[i]!;
  }
  const wins = sum - (positives * (positives + 1)) / 2;
  return (2 * wins) / (positives * (on.length - positives)) - 1;
}

/** Pearson's correlation coefficient. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
  const n = x.length;
  for (let i = 0; i < n; i++) {
    sx += x[i]!;
    sy += y[i]!;
  }
  const [mx, my] = [sx / n, sy / n];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [x[i]! - mx, y[i]! - my];
    sxx += dx * dx;
    syy += dy * dy;
    sxy += dx * dy;
  }
  return sxy / Math.sqrt(sxx * syy);
}
