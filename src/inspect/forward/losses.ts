import { createLoss } from '../../model/loss.js';
import { walk, type Interval, type WalkOptions } from './record.js';
import type { Subject } from './subject.js';

/**
 * Calls `visit(position, nats)` for every position of the intervals that has a successor: −log p of the next symbol,
 * in nats.
 */
export async function eachLoss(
  subject: Subject,
  intervals: readonly Interval[],
  options: WalkOptions,
  visit: (position: number, nats: number) => void,
): Promise<void> {
  const { model, backend, text } = subject;
  const { kernels, memory } = backend;
  const { T, B, config } = model;
  const loss = createLoss(kernels, memory, { T, B, V: config.vocabulary });
  const mask = memory.floats(T * B);
  for await (const { places, positions, steps, logits, next } of walk(subject, intervals, options)) {
    loss.apply(logits, { y: next, mask, T: steps }, 0);
    for (let i = 0; i < places.length; i++) {
      if (positions[i]! + 1 < text.ids.length) visit(positions[i]!, loss.nats[places[i]!]!);
    }
  }
}
