import { type ExampleTask, placeText, type TableSizes } from './example-task.js';

/**
 * A text for a label, for a vector of numbers v, or for an image (one-to-many):
 *
 *     y       c1   c2   c3          end       mask = 1 everywhere
 *             ↑    ↑    ↑           ↑
 *     h  0 ─► □ ─► □ ─► □ ─► ... ─► □
 *             ↑    ↑    ↑           ↑
 *     x     label  c1   c2          cn        for a vector: `start` instead of the label, and W v in the gates of step 0;
 *                                             for an image v is its features, from a CNN
 *
 * V symbols: `end` is output V. Label k is input V + k, `start` is input V.
 */
export function generate(
  { source, target: V }: TableSizes,
  { from }: { readonly from: 'label' | 'numbers' | 'image' },
): ExampleTask {
  const numbers = from === 'numbers';
  const inputs = from === 'label' ? source : 1;
  return {
    model: { vocabulary: V + inputs, outputs: V + 1, ...(numbers && { condition: source }) },
    parts: { ...(numbers && { condition: source }), ...(from === 'image' && { images: true }) },
    transfer: { prefix: '', decoder: true },
    metrics: from === 'image' ? ['tokenAccuracy'] : [],
    steps: (lengths) => lengths.target + 1,
    predictions: (lengths) => lengths.target + 1,
    place({ target, label, vector }, batch, b) {
      placeText(target, { first: from === 'label' ? V + label : V, end: V }, batch, b);
      if (numbers) batch.condition!.set(vector, b * source);
      if (from === 'image') batch.images![b] = label;
    },
  };
}
