import type { Cell } from './cell.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';
import { minGru } from './min-gru.js';
import { rnn } from './rnn.js';

/** Every kind of cell, a line each. */
const registry: Cell[] = [rnn, lstm, gru, minGru];

/** Adds a kind of cell to those that can be trained, saved, loaded, inspected and exported. Returns how to undo it. */
export function registerCell(cell: Cell): () => void {
  if (isCell(cell.name)) throw new RangeError(`a cell called ${cell.name} exists`);
  registry.push(cell);
  return () => void registry.splice(registry.indexOf(cell), 1);
}

/** All kinds of cells. */
export const allCells = (): readonly Cell[] => registry;

/** The names of all kinds of cells. */
export const cellNames = (): string[] => registry.map(({ name }) => name);

/** Whether there is a cell of that name. */
export const isCell = (name: string): boolean => registry.some((cell) => cell.name === name);

/** The cell of that name. Throws a RangeError when there is none. */
export function cellNamed(name: string): Cell {
  const cell = registry.find((cell) => cell.name === name);
  if (cell === undefined)
    throw new RangeError(`no cell is called ${name}: there are ${cellNames().join(', ')}`);
  return cell;
}

/** What can be watched in any cell, states before gates: h, c, i, f, ... */
export function watchable(): string[] {
  const gates = registry.flatMap((cell) => cell.gates.flatMap(({ symbol }) => symbol ?? []));
  return [...new Set([...registry.flatMap((cell) => cell.states), ...gates])];
}
