import type { TaskData } from '../core/snapshot.js';
import { cellKinds } from './task-data.js';

/** What the inputs and outputs of a network stand for, in the order of their ids. */
export interface NetworkSymbols {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The symbols of the source network of an encoder-decoder. */
  readonly source: readonly string[];
  /** The columns of the condition vector. */
  readonly numbers: readonly string[];
}

/**
 * The names of a task's symbols, as in its diagram. Symbols of the table and labels have a prefix, so that none equals
 * `start` or `end`.
 */
export function networkSymbols(task: TaskData): NetworkSymbols {
  const { name, source, target, from, delay } = task;
  const symbols = (texts: readonly string[]) => texts.map((text) => `symbol ${text}`);
  const none = { source: [], numbers: [] };
  if (name === 'classify') return { ...none, inputs: symbols(source), outputs: symbols(target) };
  if (name === 'tag')
    return {
      ...none,
      inputs: [...symbols(source), ...(delay > 0 ? ['end'] : [])],
      outputs: symbols(target),
    };
  const outputs = [...symbols(target), 'end'];
  const starts = [...symbols(target), 'start'];
  if (name === 'translate') return { ...none, inputs: starts, outputs, source: symbols(source) };
  if (cellKinds(task).source === 'numbers') return { ...none, inputs: starts, outputs, numbers: from };
  return { ...none, inputs: [...symbols(target), ...source.map((label) => `label ${label}`)], outputs };
}
