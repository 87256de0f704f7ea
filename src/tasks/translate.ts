import { type ExampleTask, placeText, type TableSizes } from './example-task.js';

/**
 * A text for a text (sequence-to-sequence), by two networks (model/encoder-decoder.ts):
 *
 *     y                                  t1   t2         end      mask = 1 everywhere
 *                                        ↑    ↑          ↑
 *     h  0 ─► □ ─► □ ─► ... ─► □ ──────► □ ─► □ ─► ... ─► □
 *             ↑    ↑           ↑         ↑    ↑          ↑
 *     x       s1   s2          sn      start  t1         tm
 *
 * Rows of the source end together, so that its state is passed on at one step; with `reverse` it is read from its end
 * (Sutskever, Vinyals & Le 2014). Rows of the target begin together. V symbols: `start` is input V, `end` output V.
 */
export function translate(
  { source: S, target: V }: TableSizes,
  { reverse }: { readonly reverse: boolean },
): ExampleTask {
  return {
    model: { vocabulary: V + 1, sourceVocabulary: S },
    parts: { source: true },
    transfer: { prefix: 'source.', decoder: false },
    metrics: ['exactMatch', 'tokenAccuracy'],
    steps: (lengths) => lengths.target + 1,
    sourceSteps: (lengths) => lengths.source,
    predictions: (lengths) => lengths.target + 1,
    place({ source, target }, batch, b) {
      const { x, starts, T } = batch.source!;
      const start = T - source.length;
      starts[b] = start;
      const n = source.length;
      for (let i = 0; i < n; i++) x[(start + i) * batch.B + b] = source[reverse ? n - 1 - i : i]!;
      placeText(target, { first: V, end: V }, batch, b);
    },
  };
}
