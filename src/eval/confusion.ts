import { mean, sum } from '../core/numbers.js';

/** counts[truth · labels + predicted]: the confusion matrix. */
export interface Confusion {
  readonly labels: number;
  readonly counts: Float64Array;
}

/** Counts pairs of a label and its prediction. */
export function confusionOf(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  labels: number,
): Confusion {
  const counts = new Float64Array(labels * labels);
  for (let i = 0; i < truth.length; i++) counts[truth[i]! * labels + predicted[i]!]!++;
  return { labels, counts };
}

/** The scores of one label. */
export interface LabelScore {
  /** Rows that have the label, and rows predicted to have it. */
  readonly rows: number;
  readonly predicted: number;
  /** Null where no row is predicted to have it, and where none has it. */
  readonly precision: number | null;
  readonly recall: number | null;
  /** 2·right / (rows + predicted); null where both are 0. */
  readonly f1: number | null;
}

export function labelScores({ labels, counts }: Confusion): LabelScore[] {
  return Array.from({ length: labels }, (_, label) => {
    let rows = 0;
    let predicted = 0;
    for (let other = 0; other < labels; other++) {
      rows += counts[label * labels + other]!;
      predicted += counts[other * labels + label]!;
    }
    const right = counts[label * labels + label]!;
    const ratio = (of: number) => (of === 0 ? null : right / of);
    const f1 = ratio((rows + predicted) / 2);
    return { rows, predicted, precision: ratio(predicted), recall: ratio(rows), f1 };
  });
}

/** The mean F1 of the labels that occur, in truth or prediction (as scikit-learn's f1_score, average='macro'). */
export function macroF1(confusion: Confusion): number {
  return mean(labelScores(confusion).flatMap(({ f1 }) => f1 ?? []));
}

/** The share of the pairs that agree. */
export function accuracy({ labels, counts }: Confusion): number {
  let right = 0;
  for (let label = 0; label < labels; label++) right += counts[label * labels + label]!;
  return right / sum(counts);
}
