import type { Ids } from '../core/floats.js';
import type { Batch } from '../data/batch.js';

/**
 * Counts how often each label is right, is to be predicted, and is predicted, over all that a mask shows, for
 *
 *     macro F1 = mean of 2·right / (to be predicted + predicted)
 *
 * over the labels that occur in either (as scikit-learn's f1_score, average='macro').
 */
interface LabelCounts {
  /** Adds a batch, of which `best` [T,B] are the predictions. */
  add(batch: Pick<Batch, 'T' | 'B' | 'y' | 'mask'>, best: Ids): void;
  macroF1(): number;
}

export function createLabelCounts(labels: number): LabelCounts {
  const right = new Float64Array(labels);
  const occurrences = new Float64Array(labels);
  return {
    add({ T, B, y, mask }, best) {
      for (let at = 0; at < T * B; at++) {
        if (mask[at] === 0) continue;
        occurrences[y[at]!]! += 1;
        occurrences[best[at]!]! += 1;
        if (y[at] === best[at]) right[y[at]!]! += 1;
      }
    },
    macroF1() {
      let [sum, labelsSeen] = [0, 0];
      occurrences.forEach((count, label) => {
        if (count === 0) return;
        sum += (2 * right[label]!) / count;
        labelsSeen += 1;
      });
      return sum / labelsSeen;
    },
  };
}
