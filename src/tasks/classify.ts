import type { ExampleTask, TableSizes } from './example-task.js';

/**
 * A label for a text (many-to-one):
 *
 *     y                            label      mask = 1, or the weight of the label, at the last step only
 *                                    ↑
 *     h  0 ─► □ ─► □ ─► □ ─► ... ─► □
 *             ↑    ↑    ↑           ↑
 *     x       c1   c2   c3          cn
 *
 * Rows end together, so that the last step is every row's own last symbol.
 */
export function classify({ source, target }: TableSizes): ExampleTask {
  return {
    model: { vocabulary: source, outputs: target },
    parts: { starts: true },
    transfer: { prefix: '', decoder: false },
    metrics: ['accuracy', 'macroF1'],
    steps: (lengths) => lengths.source,
    predictions: () => 1,
    place({ source, label, weight = 1 }, { x, y, mask, starts, B, T }, b) {
      const start = T - source.length;
      starts![b] = start;
      for (let i = 0; i < source.length; i++) x[(start + i) * B + b] = source[i]!;
      const last = (T - 1) * B + b;
      y[last] = label;
      mask[last] = weight;
    },
  };
}
