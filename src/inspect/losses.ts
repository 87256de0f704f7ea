import { createLoss } from '../model/loss.js';
import type { Interval } from './sampling.js';
import { walk, type WalkOptions } from './record.js';
import type { Subject } from './subject.js';

/**
 * Calls `visit(position, nats)` for every position of the intervals that has a successor: how surprised the network was by
 * the next symbol, −log p in nats.
 */
export function eachLoss(
  { model, backend, text }: Subject,
  intervals: readonly Interval[],
  options: WalkOptions,
  visit: (position: number, nats: number) => void,
): void {
  const { kernels, memory } = backend;
  const { T, B, config } = model;
  const loss = createLoss(kernels, memory, { T, B, V: config.vocabulary });
  const targets = memory.ids(T * B);
  const mask = memory.floats(T * B);
  for (const { rows, positions, steps, logits } of walk(model, text, intervals, options)) {
    for (let i = 0; i < rows.length; i++) targets[rows[i]!] = text.ids[positions[i]! + 1] ?? 0;
    loss.apply(logits, targets, mask, 0, steps);
    for (let i = 0; i < rows.length; i++) {
      if (positions[i]! + 1 < text.ids.length) visit(positions[i]!, loss.nats[rows[i]!]!);
    }
  }
}
