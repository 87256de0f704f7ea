import { product } from './numbers.js';
import type { Floats } from './floats.js';
import type { Memory } from './memory.js';

/** One named tensor in the flat arrays: `length` numbers from `offset`, shaped `shape`, row-major. */
export interface ParamSlot {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/**
 * All parameters of a model: one flat array of weights, one of gradients, and a table name -> slot of their
 * layout. Optimizers and clipping walk the flat arrays; checkpoints, export, spectra and the gradient
 * check walk the table. Names and shapes are those of a PyTorch state_dict.
 */
export interface Params {
  readonly table: ReadonlyMap<string, ParamSlot>;
  readonly weights: Floats;
  /** Same layout as `weights`; of length 0 where nothing is trained. */
  readonly gradients: Floats;
}

/** What a model asks for: a name and a shape, in the order of their layout. */
export interface ParamShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Lays out `shapes` one after the other. */
export function layoutParams(shapes: readonly ParamShape[]): Map<string, ParamSlot> {
  const table = new Map<string, ParamSlot>();
  let offset = 0;
  for (const { name, shape } of shapes) {
    const length = product(shape);
    table.set(name, { name, shape, offset, length });
    offset += length;
  }
  return table;
}

/** How many numbers a table describes. */
export function countParams(table: ReadonlyMap<string, ParamSlot>): number {
  let count = 0;
  for (const slot of table.values()) count += slot.length;
  return count;
}

/**
 * Takes the arrays for `shapes` from `memory`. Pass `weights` to share another model's weights (replicas, evaluation).
 */
export function createParams(
  memory: Memory,
  shapes: readonly ParamShape[],
  options: { gradients: boolean; weights?: Floats },
): Params {
  const table = layoutParams(shapes);
  const count = countParams(table);
  return {
    table,
    weights: options.weights ?? memory.floats(count),
    gradients: memory.floats(options.gradients ? count : 0),
  };
}

/** The parameters whose names begin with `prefix`, under the rest of their names; on the same arrays. */
export function paramsBelow(params: Params, prefix: string): Params {
  const slots = [...params.table.values()].filter(({ name }) => name.startsWith(prefix));
  const renamed = slots.map((slot) => ({ ...slot, name: slot.name.slice(prefix.length) }));
  return { ...params, table: new Map(renamed.map((slot) => [slot.name, slot])) };
}

/** The weights of one named tensor, as a view. Throws a RangeError when there is no such name. */
export function weightsOf(params: Params, name: string): Floats {
  return view(params, params.weights, name);
}

/** The gradients of one named tensor, as a view (empty where nothing is trained). */
export function gradientsOf(params: Params, name: string): Floats {
  return params.gradients.length === 0 ? params.gradients : view(params, params.gradients, name);
}

function view(params: Params, flat: Floats, name: string): Floats {
  const slot = params.table.get(name);
  if (slot === undefined) throw new RangeError(`no parameter is called ${name}`);
  return flat.subarray(slot.offset, slot.offset + slot.length);
}
