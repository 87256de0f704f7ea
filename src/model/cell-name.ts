/** A cell as people write it: layer and unit count from 1; without a state the reader decides (c where there is one). */
export interface CellRef {
  readonly layer: number;
  readonly unit: number;
  /** `h`, `c` or the letter of a gate. */
  readonly state?: string | undefined;
}

/** The grammar of a cell, everywhere: in flags, tables, CSV, JSON and pages. */
export const CELL_GRAMMAR = 'LAYER:UNIT[:STATE]';

/** Reads `2:37` or `2:37:c`; undefined for anything else. */
export function parseCell(text: string): CellRef | undefined {
  const match = /^([1-9]\d{0,6}):([1-9]\d{0,6})(?::([a-z]+))?$/.exec(text);
  if (match === null) return undefined;
  const where = { layer: Number(match[1]), unit: Number(match[2]) };
  return match[3] === undefined ? where : { ...where, state: match[3] };
}

/** Writes a cell as parseCell reads it. */
export function cellName({ layer, unit, state }: CellRef): string {
  return state === undefined ? `${layer}:${unit}` : `${layer}:${unit}:${state}`;
}
