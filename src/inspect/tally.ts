import type { Bytes, Ids } from '../core/floats.js';
import { BINS, STEPS, type Bins } from './bins.js';
import type { CellGroup, Cells } from './cells.js';
import type { Coding } from './coding.js';
import type { Column } from './columns.js';
import { BITS, LEVELS } from './levels.js';
import type { Backend } from './subject.js';

/** Bytes of binned activations that are gathered before they are counted. */
const BUFFER_BYTES = 32 << 20;
const MOST_ROWS = 65536;

/**
 * All that the scores need to know of a text of any length: for each cell how many positions fell into each bin, and
 * for each column what the feature adds up to in it.
 */
export interface Tally {
  readonly columns: readonly Column[];
  /** [cell][BINS]. */
  readonly counts: Float64Array;
  /** [cell][column][BINS]. */
  readonly sums: Float64Array;
  /** Reads the caches of a window whose rows `rows` are the text's `positions`. */
  add(groups: readonly CellGroup[], rows: Int32Array, positions: Int32Array): void;
  /** Counts what is still gathered. */
  finish(): void;
}

/** Working space of tallies, one at a time: memory that is taken once and never given back. */
export interface Workspace {
  readonly width: number;
  /** [cell][width]: the bin of each position that is gathered. */
  readonly bins: Bytes;
  /** [channel][width]: its levels. */
  readonly codes: readonly Bytes[];
  readonly rows: Ids;
  /** [BINS][LEVELS]. */
  readonly pairs: Ids;
}

/** Room for windows of at most `window` rows. */
export function createWorkspace(
  { memory }: Backend,
  cells: Cells,
  coding: Coding,
  window: number,
): Workspace {
  const width = Math.max(window, Math.min(MOST_ROWS, Math.floor(BUFFER_BYTES / cells.count)));
  return {
    width,
    bins: memory.bytes(cells.count * width),
    codes: coding.channels.map(() => memory.bytes(width)),
    rows: memory.ids(window),
    pairs: memory.ids(BINS * LEVELS),
  };
}

/** An empty tally. */
export function createTally(
  { kernels }: Backend,
  cells: Cells,
  bins: Bins,
  coding: Coding,
  columns: readonly Column[],
  space: Workspace,
): Tally {
  const { width, codes, pairs } = space;
  const counts = new Float64Array(cells.count * BINS);
  const sums = new Float64Array(cells.count * columns.length * BINS);
  let filled = 0;

  function add(groups: readonly CellGroup[], rows: Int32Array, positions: Int32Array): void {
    if (filled + rows.length > width) finish();
    space.rows.set(rows);
    for (const { first, size, cache } of groups) {
      const x = cache.data.subarray(cache.offset);
      const [low, steps] = [bins.low.subarray(first), bins.steps.subarray(first)];
      const table = bins.table.subarray(first * STEPS);
      const out = space.bins.subarray(first * width + filled);
      kernels.quantize(
        ...([rows.length, size, space.rows, cache.stride, x, low, steps, STEPS, table, width, out] as const),
      );
    }
    coding.channels.forEach((channel, n) => {
      const code = codes[n]!;
      for (let i = 0; i < positions.length; i++) code[filled + i] = channel[positions[i]!]!;
    });
    filled += rows.length;
  }

  function finish(): void {
    for (let cell = 0; cell < cells.count; cell++) {
      const row = space.bins.subarray(cell * width, (cell + 1) * width);
      codes.forEach((code, channel) => {
        kernels.countPairs(filled, BINS, row, code, pairs);
        if (channel === 0) addCounts(pairs, counts, cell * BINS);
        columns.forEach((column, k) => {
          if (column.channel === channel)
            addSums(pairs, column.weights, sums, (cell * columns.length + k) * BINS);
        });
      });
    }
    filled = 0;
  }

  return { columns, counts, sums, add, finish };
}

function addCounts(pairs: Ids, counts: Float64Array, at: number): void {
  for (let i = 0; i < pairs.length; i++) counts[at + (i >> BITS)]! += pairs[i]!;
}

function addSums(pairs: Ids, weights: Float64Array, sums: Float64Array, at: number): void {
  for (let bin = 0; bin < BINS; bin++) {
    let sum = 0;
    for (let level = 0; level < LEVELS; level++) sum += pairs[bin * LEVELS + level]! * weights[level]!;
    sums[at + bin]! += sum;
  }
}
