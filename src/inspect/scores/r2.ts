import type { Moments } from '../columns.js';

/**
 * R² of the straight line that predicts the feature from the activation: the square of Pearson's correlation.
 *
 * `counts[b]` positions lie in bin b, whose activation is about `centers[b]`; `values[b]` is the sum of the feature
 * over them. NaN when either side is constant.
 */
export function r2(
  counts: ArrayLike<number>,
  values: ArrayLike<number>,
  centers: ArrayLike<number>,
  moments: Moments,
): number {
  let [n, sum, squares, products] = [0, 0, 0, 0];
  for (let b = 0; b < counts.length; b++) {
    n += counts[b]!;
    sum += counts[b]! * centers[b]!;
    squares += counts[b]! * centers[b]! * centers[b]!;
    products += centers[b]! * values[b]!;
  }
  const mean = sum / n;
  const variance = squares / n - mean * mean;
  const covariance = products / n - mean * moments.mean;
  return (covariance * covariance) / (variance * moments.deviation * moments.deviation);
}
