import { BETWEEN_CHECKS, type Check } from '../core/check.js';

/** Symbols as they stand in a text that is sorted: ids + 1, and 0 for the mark before a text begins. */
export type Symbols = Uint8Array | Uint16Array | Uint32Array;

/** Room for `length` symbols of V, in as few bytes as can hold the start mark as well. */
export function createSymbols(length: number, V: number): Symbols {
  if (V < 256) return new Uint8Array(length);
  return V < 65536 ? new Uint16Array(length) : new Uint32Array(length);
}

/** Places from ... to − 1 of a text; the longest context of each lies in the text. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Places of a group that is sorted in the processor's cache, where each context is one line of 64 bytes. */
const SMALL = 2 ** 13;

/**
 * The places of `ranges`, sorted by the `depth` symbols before them, the nearest first; places with equal contexts stay
 * in their order. Counting sorts by the nearest symbols divide them into groups, large ones again by the next symbol; a
 * small group is sorted by all symbols that are left. The working space is the largest group of the first division.
 */
export function sortByContext(
  text: Symbols,
  ranges: readonly Range[],
  { depth, V, check = () => {} }: { depth: number; V: number; check?: Check | undefined },
): Uint32Array {
  const order = new Uint32Array(ranges.reduce((sum, { from, to }) => sum + to - from, 0));
  if (depth === 0) return gather(ranges, order);
  const radix = V + 1;
  const ends = sortByNearest(text, ranges, { radix, check }, order);
  const largest = ends.reduce((size, end, s) => Math.max(size, end - (ends[s - 1] ?? 0)), 0);
  const other = new Uint32Array(largest);
  const counters = Array.from({ length: depth + 1 }, () => new Uint32Array(0));
  const space: Space = { text, depth, radix, other, counters, check };
  for (let s = 0; s < radix; s++) sortGroup(order.subarray(ends[s - 1] ?? 0, ends[s]), 2, space);
  return order;
}

function gather(ranges: readonly Range[], order: Uint32Array): Uint32Array {
  let n = 0;
  for (const { from, to } of ranges) for (let place = from; place < to; place++) order[n++] = place;
  return order;
}

/** Fills `order`, and returns where in it the group of each symbol ends. */
function sortByNearest(
  text: Symbols,
  ranges: readonly Range[],
  { radix, check }: { radix: number; check: Check },
  order: Uint32Array,
): Uint32Array {
  const next = new Uint32Array(radix + 1);
  for (const { from, to } of ranges) {
    for (let place = from; place < to; place++) next[text[place - 1]! + 1]!++;
  }
  for (let s = 0; s < radix; s++) next[s + 1]! += next[s]!;
  for (const { from, to } of ranges) {
    for (let place = from; place < to; place++) {
      if (place % BETWEEN_CHECKS === 0) check();
      order[next[text[place - 1]!]!++] = place;
    }
  }
  return next.subarray(0, radix);
}

interface Space {
  readonly text: Symbols;
  readonly depth: number;
  readonly radix: number;
  readonly other: Uint32Array;
  /** [back]: for a counting sort by the symbol `back` places before; made when first needed. */
  readonly counters: Uint32Array[];
  readonly check: Check;
}

/** Sorts places that share their nearest back − 1 symbols. */
function sortGroup(group: Uint32Array, back: number, space: Space): void {
  const { text, depth, radix, check } = space;
  if (back > depth || group.length < 2) return;
  if (group.length < radix) {
    check();
    return void group.sort(comparing(text, back, depth));
  }
  if (group.length <= SMALL) {
    check();
    for (let far = depth; far >= back; far--) sortBySymbol(group, far, space);
    return;
  }
  const ends = sortBySymbol(group, back, space);
  for (let s = 0; s < radix; s++) sortGroup(group.subarray(ends[s - 1] ?? 0, ends[s]), back + 1, space);
}

/** A stable counting sort by the symbol `back` places before; returns where the group of each symbol ends. */
function sortBySymbol(
  group: Uint32Array,
  back: number,
  { text, radix, other, counters, check }: Space,
): Uint32Array {
  if (counters[back]!.length === 0) counters[back] = new Uint32Array(radix + 1);
  const next = counters[back]!.fill(0);
  for (let i = 0; i < group.length; i++) next[text[group[i]! - back]! + 1]!++;
  for (let s = 0; s < radix; s++) next[s + 1]! += next[s]!;
  for (let i = 0; i < group.length; i++) {
    if (i % BETWEEN_CHECKS === 0) check();
    other[next[text[group[i]! - back]!]!++] = group[i]!;
  }
  group.set(other.subarray(0, group.length));
  return next.subarray(0, radix);
}

/** Compares contexts by their symbols from `back` to `depth` places before; equal ones by their place. */
const comparing =
  (text: Symbols, back: number, depth: number) =>
  (a: number, b: number): number => {
    for (let far = back; far <= depth; far++) {
      const difference = text[a - far]! - text[b - far]!;
      if (difference !== 0) return difference;
    }
    return a - b;
  };

/** How many symbols before places a and b agree, at most `depth`. */
export function commonLength(text: Symbols, a: number, b: number, depth: number): number {
  let length = 0;
  while (length < depth && text[a - length - 1] === text[b - length - 1]) length++;
  return length;
}
