import { userError } from '../core/errors.js';
import type { Cache } from '../layers/layer.js';

/** One number of a network's state that can be watched: layer and unit count from 1, `state` is h, c or a gate. */
export interface Cell {
  readonly layer: number;
  readonly unit: number;
  readonly state: string;
}

/** The cells of one layer and state, side by side: units 1 ... size are numbers first ... first + size − 1 of all. */
export interface CellGroup {
  readonly layer: number;
  readonly state: string;
  readonly first: number;
  readonly size: number;
  readonly cache: Cache;
}

/** What of a network is watched, in a fixed order: layer by layer, within it state by state. */
export interface Cells {
  readonly count: number;
  readonly groups: readonly CellGroup[];
}

type Watched = { readonly layers: readonly { readonly caches: Readonly<Record<string, Cache>> }[] };

/** All cells of the named states. A state no layer has (a gate of another kind of cell) is a usage error. */
export function cellsOf(model: Watched, states: readonly string[]): Cells {
  let count = 0;
  const groups = model.layers.flatMap(({ caches }, index) =>
    states.flatMap((state): CellGroup[] => {
      const cache = caches[state];
      if (cache === undefined) return [];
      const first = count;
      count += cache.size;
      return [{ layer: index + 1, state, first, size: cache.size, cache }];
    }),
  );
  const missing = states.find((state) => !groups.some((group) => group.state === state));
  if (missing !== undefined) {
    const known = Object.keys(model.layers[0]?.caches ?? {}).join(', ');
    throw userError('inspect/state', { state: missing, known });
  }
  return { count, groups };
}

/** The cell with that number. */
export function cellAt({ groups }: Cells, index: number): Cell {
  const group = groups.findLast(({ first }) => first <= index)!;
  return { layer: group.layer, state: group.state, unit: index - group.first + 1 };
}

/** The number of a cell, or an error that says what there is. */
export function indexOfCell({ groups }: Cells, cell: Cell): number {
  const group = groups.find(({ layer, state }) => layer === cell.layer && state === cell.state);
  if (group === undefined || cell.unit > group.size) {
    const layers = Math.max(...groups.map(({ layer }) => layer));
    const states = [...new Set(groups.map(({ state }) => state))].join(', ');
    throw userError('inspect/cell', { cell: cellName(cell), layers, units: groups[0]!.size, states });
  }
  return group.first + cell.unit - 1;
}

/** `2:37:c`, as typed after --cell. */
export const cellName = ({ layer, unit, state }: Cell): string => `${layer}:${unit}:${state}`;

/** Reads `2:37` (its h) or `2:37:c`. */
export function parseCell(text: string): Cell {
  const match = /^([1-9]\d*):([1-9]\d*)(?::([a-z]+))?$/.exec(text);
  if (match === null) {
    throw userError('inspect/cell-name', { cell: text });
  }
  return { layer: Number(match[1]), unit: Number(match[2]), state: match[3] ?? 'h' };
}
