/**
 * Area under the ROC curve of a binary feature: the chance that a random position where it holds has a higher
 * activation than a random one where it does not; ties count half (Mann-Whitney U / n1·n0).
 *
 * `counts[b]` positions have their activation in bin b, `on[b]` of them have the feature; bins ascend. The only
 * approximation is that values within one bin are ties. NaN when the feature holds everywhere or nowhere.
 */
export function auc(counts: ArrayLike<number>, on: ArrayLike<number>): number {
  let positives = 0;
  let negatives = 0;
  let wins = 0;
  for (let b = 0; b < counts.length; b++) {
    const here = counts[b]! - on[b]!;
    wins += on[b]! * (negatives + here / 2);
    positives += on[b]!;
    negatives += here;
  }
  return wins / (positives * negatives);
}
