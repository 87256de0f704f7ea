import type { Ids } from '../core/floats.js';

/** A corpus as symbol ids, readable at any place: in memory here, in a file in disk/id-file.ts. */
export interface IdSource {
  readonly length: number;
  /** Fills `target` with the ids from `position` on. The caller keeps position + target.length ≤ length. */
  read(position: number, target: Ids): void;
}

/** The ids of `ids[from ... to)`, in memory. */
export function arraySource(ids: ArrayLike<number>): IdSource {
  return {
    length: ids.length,
    read(position, target) {
      for (let i = 0; i < target.length; i++) target[i] = ids[position + i]!;
    },
  };
}

/** The part [from, to) of another source. */
export function sliceSource(source: IdSource, from: number, to: number): IdSource {
  return { length: to - from, read: (position, target) => source.read(from + position, target) };
}
