import type { Moments } from '../columns.js';

/**
 * Spearman's ρ: Pearson's correlation of ranks, ties sharing their mean rank.
 *
 * `counts[b]` positions have their activation in bin b; `ranks[b]` is the sum of the feature's ranks over them,
 * whose mean and standard deviation over all positions are `moments`. NaN when either side is constant.
 */
export function spearman(counts: ArrayLike<number>, ranks: ArrayLike<number>, moments: Moments): number {
  let before = 0;
  let [sum, squares, products] = [0, 0, 0];
  for (let b = 0; b < counts.length; b++) {
    const rank = before + (counts[b]! + 1) / 2;
    before += counts[b]!;
    sum += counts[b]! * rank;
    squares += counts[b]! * rank * rank;
    products += rank * ranks[b]!;
  }
  const mean = sum / before;
  const deviation = Math.sqrt(Math.max(0, squares / before - mean * mean));
  return (products / before - mean * moments.mean) / (deviation * moments.deviation);
}
