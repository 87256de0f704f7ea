import type { Symbols } from './sort-by-context.js';

/** Contexts between two sums that are kept; the rest is added up when it is asked for. */
const BLOCK = 32;

/** Finds runs of different lengths that stand one after the other: run i has sizes[i] + 1 elements. */
export interface RunIndex {
  /** The element at which run i begins. */
  start(i: number): number;
  /** Elements of run i. */
  length(i: number): number;
}

export function createRunIndex(sizes: Symbols): RunIndex {
  const sums = new Uint32Array(Math.ceil(sizes.length / BLOCK));
  let sum = 0;
  for (let i = 0; i < sizes.length; i++) {
    if (i % BLOCK === 0) sums[i / BLOCK] = sum;
    sum += sizes[i]! + 1;
  }
  return {
    start(i) {
      const block = Math.floor(i / BLOCK);
      let at = sums[block]!;
      for (let j = block * BLOCK; j < i; j++) at += sizes[j]! + 1;
      return at;
    },
    length: (i) => sizes[i]! + 1,
  };
}
