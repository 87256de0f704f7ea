import { userError } from '../../core/errors.js';
import type { Cache } from '../../layers/layer.js';
import { cellName, type CellRef } from '../../model/cell-name.js';

/** One number of a network's state that can be watched. */
export interface Cell extends CellRef {
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

/** The watched cells of a network, in a fixed order: by layer, then by state. */
export interface Cells {
  readonly count: number;
  readonly groups: readonly CellGroup[];
}

type Watched = { readonly layers: readonly { readonly caches: ReadonlyMap<string, Cache> }[] };

/**
 * All cells of the named states. Throws inspect/state for a state that no layer has (a gate of another kind of cell).
 */
export function cellsOf(model: Watched, states: readonly string[]): Cells {
  let count = 0;
  const groups = model.layers.flatMap(({ caches }, index) =>
    states.flatMap((state): CellGroup[] => {
      const cache = caches.get(state);
      if (cache === undefined) return [];
      const first = count;
      count += cache.size;
      return [{ layer: index + 1, state, first, size: cache.size, cache }];
    }),
  );
  const missing = states.find((state) => !groups.some((group) => group.state === state));
  if (missing !== undefined) {
    const known = [...(model.layers[0]?.caches.keys() ?? [])].join(', ');
    throw userError('inspect/state', { state: missing, known });
  }
  return { count, groups };
}

/** The cell with this index. */
function cellAt({ groups }: Cells, index: number): Cell {
  const group = groups.findLast(({ first }) => first <= index)!;
  return { layer: group.layer, state: group.state, unit: index - group.first + 1 };
}

/** The name of the cell with this index: `2:37:c`. */
export const nameAt = (cells: Cells, index: number): string => cellName(cellAt(cells, index));

/** The index of a cell. Throws inspect/cell, which lists the existing ones, for one that the network lacks. */
export function indexOfCell({ groups }: Cells, cell: Cell): number {
  const group = groups.find(({ layer, state }) => layer === cell.layer && state === cell.state);
  if (group === undefined || cell.unit > group.size) {
    const layers = Math.max(...groups.map(({ layer }) => layer));
    const states = [...new Set(groups.map(({ state }) => state))].join(', ');
    throw userError('inspect/cell', { cell: cellName(cell), layers, units: groups[0]!.size, states });
  }
  return group.first + cell.unit - 1;
}

/**
 * The cells that were named, `preferred` being the state of those written without one. Throws inspect/cell,
 * inspect/state.
 */
export function namedCells(model: Watched, wanted: readonly CellRef[], preferred: string): Cell[] {
  return wanted.map(({ layer, unit, state = preferred }) => {
    const cell = { layer, unit, state };
    indexOfCell(cellsOf(model, [state]), cell);
    return cell;
  });
}

/** Where the values of a cell are: that of row r of a window is data[offset + r·stride]. */
interface CellPlace {
  readonly data: Cache['data'];
  readonly offset: number;
  readonly stride: number;
}

/** Where the values of the cells with these indices are. */
export function placesOf({ groups }: Cells, indices: readonly number[]): CellPlace[] {
  return indices.map((index) => {
    const { first, cache } = groups.findLast((group) => group.first <= index)!;
    return { data: cache.data, offset: cache.offset + index - first, stride: cache.stride };
  });
}
