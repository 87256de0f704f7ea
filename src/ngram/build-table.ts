import type { Check } from '../core/check.js';
import type { Ids } from '../core/floats.js';
import {
  MAX_CONTINUATION,
  tableBytes,
  type CountLevel,
  type CountTable,
  type LevelSize,
} from './count-table.js';
import { createSymbols, sortByContext, type Symbols } from './sort-by-context.js';
import { walkLevels } from './walk-levels.js';

/** A text as ids 0 ... V−1, readable at any place. */
export interface CountedText {
  readonly length: number;
  /** Fills `target` with the ids from `position` on. */
  read(position: number, target: Ids): void;
}

export interface TableLimits {
  /** The longest context. */
  readonly order: number;
  /** Bytes of the table: the order is lowered until it fits. */
  readonly bytes: number;
}

/** Bytes of the largest table: with the places of 100 million characters and their text, below 1 GB. */
const TABLE_BYTES = 256 * 2 ** 20;

/**
 * Longer texts show longer contexts often enough to count them: 5 symbols in 10,000 characters, 8 in a million, 11 in a
 * hundred million. docs/counts.md has the losses by order.
 */
export function limitsFor(characters: number): TableLimits {
  return { order: Math.max(2, Math.round(0.4 * Math.log2(Math.max(2, characters)))), bytes: TABLE_BYTES };
}

/**
 * Counts a text. Its places are sorted by their contexts, so that a context is an interval of places: no hash tables,
 * five bytes of working space a character (six with more than 255 symbols) and the largest group of places that share
 * their last symbol.
 */
export function buildTable(
  source: CountedText,
  V: number,
  { order, bytes }: TableLimits = limitsFor(source.length),
  check: Check = () => {},
): CountTable {
  if (source.length === 0) throw new RangeError('an empty text has no counts');
  const text = readAfterMarks(source, V, order);
  const places = sortByContext(text, [{ from: order, to: text.length }], { depth: order, V, check });
  const sizes = measureLevels(text, places, { V, order, check });
  let n = order;
  while (n > 0 && tableBytes(V, sizes.slice(0, n + 1)) > bytes) n--;
  const levels = sizes.slice(0, n + 1).map((size, k) => createLevel(size, V, k === n));
  fillLevels(text, places, { V, order: n, check }, levels);
  return { symbols: V, levels };
}

interface WalkOptions {
  readonly V: number;
  readonly order: number;
  readonly check: Check;
}

function measureLevels(text: Symbols, places: Uint32Array, options: WalkOptions): LevelSize[] {
  const sizes = emptySizes(options.order);
  walkLevels(text, places, options, (k, { size }) => {
    sizes[k]!.contexts += 1;
    sizes[k]!.followers += size;
  });
  return sizes;
}

function fillLevels(
  text: Symbols,
  places: Uint32Array,
  options: WalkOptions,
  levels: readonly CountLevel[],
): void {
  const filled = emptySizes(options.order);
  walkLevels(text, places, options, (k, context) => {
    const { first, children, followers, follower, counts } = levels[k]!;
    const at = filled[k]!;
    const most = k === options.order ? Infinity : MAX_CONTINUATION;
    first[at.contexts] = context.first;
    children[at.contexts] = Math.max(0, context.children - 1);
    followers[at.contexts] = context.size - 1;
    at.contexts += 1;
    for (const id of context.symbols.subarray(0, context.size).sort()) {
      follower[at.followers] = id;
      counts[at.followers] = Math.min(context.counts[id]!, most);
      at.followers += 1;
    }
  });
}

const emptySizes = (order: number): LevelSize[] =>
  Array.from({ length: order + 1 }, () => ({ contexts: 0, followers: 0 }));

function createLevel({ contexts, followers }: LevelSize, V: number, isLast: boolean): CountLevel {
  return {
    first: createSymbols(contexts, V),
    children: createSymbols(contexts, V),
    followers: createSymbols(contexts, V),
    follower: createSymbols(followers, V),
    counts: isLast ? new Int32Array(followers) : new Uint16Array(followers),
  };
}

/** Symbols read at a time. */
const PIECE = 2 ** 16;

/** The text after `marks` start marks. */
function readAfterMarks(source: CountedText, V: number, marks: number): Symbols {
  const text = createSymbols(marks + source.length, V);
  const ids = new Int32Array(Math.min(source.length, PIECE));
  for (let at = 0; at < source.length; at += PIECE) {
    const piece = ids.subarray(0, Math.min(PIECE, source.length - at));
    source.read(at, piece);
    for (let i = 0; i < piece.length; i++) text[marks + at + i] = piece[i]! + 1;
  }
  return text;
}
