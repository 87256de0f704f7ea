import type { ExampleTask } from './example-task.js';
import { placeText } from './example-task.js';

/**
 * Predict the next symbol of a line, at every symbol (aligned many-to-many); each line is an example of its own:
 *
 *     y      c1   c2   c3         ↵        mask = 1 everywhere
 *            ↑    ↑    ↑          ↑
 *     h  0 ► □ ─► □ ─► □ ► ... ─► □
 *            ↑    ↑    ↑          ↑
 *     x      ↵    c1   c2         cn
 *
 * V symbols, of which `newline` begins and ends a line: the network is a language model of the same text, whose state
 * is zero where a line begins.
 */
export function linesTask(V: number, newline: number): ExampleTask {
  return {
    model: { vocabulary: V },
    parts: {},
    transfer: { prefix: '', decoder: true },
    metrics: [],
    steps: (lengths) => lengths.target + 1,
    predictions: (lengths) => lengths.target + 1,
    place: ({ target }, batch, b) => placeText(target, { first: newline, end: newline }, batch, b),
  };
}
