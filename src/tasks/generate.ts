import type { ExampleTask, TableSizes } from './example-task.js';
import { placeText } from './place-text.js';

/**
 * A text for a label, or for a vector of numbers v (one-to-many):
 *
 *     y       c1   c2   c3          end       mask = 1 everywhere
 *             ↑    ↑    ↑           ↑
 *     h  0 ─► □ ─► □ ─► □ ─► ... ─► □
 *             ↑    ↑    ↑           ↑
 *     x     label  c1   c2          cn        for a vector: `start` instead of the label, and W v in the gates of step 0
 *
 * V symbols: `end` is output V. Label k is input V + k, `start` is input V.
 */
export function generate(
  { source, target: V }: TableSizes,
  { from }: { readonly from: 'label' | 'numbers' },
): ExampleTask {
  const numbers = from === 'numbers';
  return {
    model: numbers
      ? { vocabulary: V + 1, outputs: V + 1, condition: source }
      : { vocabulary: V + source, outputs: V + 1 },
    parts: numbers ? { condition: source } : {},
    transfer: { prefix: '', decoder: true },
    metrics: [],
    steps: (lengths) => lengths.target + 1,
    predictions: (lengths) => lengths.target + 1,
    place({ target, label, vector }, batch, b) {
      placeText(target, { first: numbers ? V : V + label, end: V }, batch, b);
      if (numbers) batch.condition!.set(vector, b * source);
    },
  };
}
