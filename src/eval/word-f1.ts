/** Counts of words that carry a tag, in one row or in many. */
export interface WordCounts {
  /** Words with a tag in truth, in the prediction, and in both with every tag of the word right. */
  readonly truth: number;
  readonly predicted: number;
  readonly right: number;
}

/**
 * Counts the words of a row that carry a tag other than `background`: a word is a run of symbols between blanks, and is
 * right when all its tags are. `blanks[i]` is whether symbol i is a blank.
 */
export function countTaggedWords(
  blanks: ArrayLike<boolean>,
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  background: number,
): WordCounts {
  const counts = { truth: 0, predicted: 0, right: 0 };
  let word = { truth: false, predicted: false, agrees: true };
  for (let i = 0; i <= blanks.length; i++) {
    if (i === blanks.length || blanks[i]) {
      if (word.truth) counts.truth++;
      if (word.predicted) counts.predicted++;
      if (word.truth && word.agrees) counts.right++;
      word = { truth: false, predicted: false, agrees: true };
      continue;
    }
    if (truth[i] !== background) word.truth = true;
    if (predicted[i] !== background) word.predicted = true;
    if (truth[i] !== predicted[i]) word.agrees = false;
  }
  return counts;
}

/** The harmonic mean of precision and recall, 2·right / (truth + predicted); 1 where there is nothing to find. */
export function wordF1(counts: readonly WordCounts[]): number {
  const sum = { truth: 0, predicted: 0, right: 0 };
  for (const count of counts) {
    sum.truth += count.truth;
    sum.predicted += count.predicted;
    sum.right += count.right;
  }
  return sum.truth + sum.predicted === 0 ? 1 : (2 * sum.right) / (sum.truth + sum.predicted);
}
