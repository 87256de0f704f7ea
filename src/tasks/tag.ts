import type { ExampleTask, TableSizes } from './example-task.js';

/**
 * A tag for each symbol of a text (aligned many-to-many), `delay` steps later, when the network has read what follows
 * (Graves & Schmidhuber 2005, "output delay"); here by 2:
 *
 *     y                 l1   l2          ln       mask = 1 from step `delay` on
 *                       ↑    ↑           ↑
 *     h  0 ─► □ ─► □ ─► □ ─► □ ─► ... ─► □
 *             ↑    ↑    ↑    ↑           ↑
 *     x       c1   c2   c3   c4   ...   end       `end` stands `delay` times at the end
 */
export function tag({ source, target }: TableSizes, { delay }: { readonly delay: number }): ExampleTask {
  const end = source;
  return {
    model: { vocabulary: delay > 0 ? source + 1 : source, outputs: target },
    parts: {},
    transfer: { prefix: '', decoder: false },
    metrics: ['accuracy'],
    steps: (lengths) => lengths.source + delay,
    predictions: (lengths) => lengths.target,
    place({ source, target }, { x, y, mask, B }, b) {
      for (let t = 0; t < source.length + delay; t++) x[t * B + b] = source[t] ?? end;
      target.forEach((tag, i) => {
        const at = (i + delay) * B + b;
        y[at] = tag;
        mask[at] = 1;
      });
    },
  };
}
