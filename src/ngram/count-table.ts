import type { Symbols } from './sort-by-context.js';

/**
 * How often symbols follow contexts of 0 ... n symbols: a tree of contexts read backwards, in which the children of a
 * context have one symbol more in front. Level k holds all contexts of k symbols, siblings side by side in the order of
 * their parents, and their followers in the same way. Nothing in it is a position: sums of `children` and `followers`
 * find the way (table-index.ts), so that a damaged table cannot lead out of its arrays.
 */
export interface CountTable {
  /** V. */
  readonly symbols: number;
  /** Levels 0 ... n. */
  readonly levels: readonly CountLevel[];
}

/** All contexts of one length. */
export interface CountLevel {
  /** The first symbol of each context, in which it differs from its siblings: id + 1, or 0 before the text begins. */
  readonly first: Symbols;
  /** How many contexts of the next level continue it backwards, less one; 0 at the last level. */
  readonly children: Symbols;
  /** How many different symbols follow it, less one. */
  readonly followers: Symbols;
  /** The ids of these symbols. */
  readonly follower: Symbols;
  /**
   * At the last level c(h c), how often symbol c follows context h; at the others N1+(• h c), after how many different
   * contexts of one symbol more: the counts of Kneser-Ney smoothing.
   */
  readonly counts: Uint16Array | Int32Array;
}

/** Contexts and followers of one level. */
export interface LevelSize {
  contexts: number;
  followers: number;
}

/** The largest count of a level but the last, in two bytes; it is hardly ever reached. */
export const MAX_CONTINUATION = 65535;

/** The bytes of a table of V symbols with levels of these sizes. */
export function tableBytes(V: number, sizes: readonly LevelSize[]): number {
  const symbol = V < 256 ? 1 : V < 65536 ? 2 : 4;
  return sizes.reduce((sum, { contexts, followers }, k) => {
    const count = k === sizes.length - 1 ? 4 : 2;
    return sum + contexts * 3 * symbol + followers * (symbol + count);
  }, 0);
}
