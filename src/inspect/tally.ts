import { BINS, quantise, type Bins } from './bins.js';
import type { CellGroup, Cells } from './cells.js';
import type { Coding } from './coding.js';
import type { Column } from './columns.js';
import { LEVELS } from './levels.js';

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

/** An empty tally. Windows may have at most `window` rows. */
export function createTally(
  cells: Cells,
  bins: Bins,
  coding: Coding,
  columns: readonly Column[],
  window: number,
): Tally {
  const width = Math.max(window, Math.min(MOST_ROWS, Math.floor(BUFFER_BYTES / cells.count)));
  const counts = new Float64Array(cells.count * BINS);
  const sums = new Float64Array(cells.count * columns.length * BINS);
  const buffer = new Uint8Array(cells.count * width);
  const codes = coding.channels.map(() => new Uint8Array(width));
  let filled = 0;

  function add(groups: readonly CellGroup[], rows: Int32Array, positions: Int32Array): void {
    if (filled + rows.length > width) finish();
    for (const group of groups) quantise(bins, group.first, group.cache, rows, buffer, width, filled);
    coding.channels.forEach((channel, n) => {
      const code = codes[n]!;
      for (let i = 0; i < positions.length; i++) code[filled + i] = channel[positions[i]!]!;
    });
    filled += rows.length;
  }

  function finish(): void {
    const joint = new Uint32Array(BINS * LEVELS);
    for (let cell = 0; cell < cells.count; cell++) {
      codes.forEach((code, channel) => {
        countPairs(joint, buffer, cell * width, code, filled);
        if (channel === 0) addCounts(joint, counts, cell * BINS);
        columns.forEach((column, k) => {
          if (column.channel === channel)
            addSums(joint, column.weights, sums, (cell * columns.length + k) * BINS);
        });
      });
    }
    filled = 0;
  }

  return { columns, counts, sums, add, finish };
}

/** joint[bin][level] = how often bins[at + i] and codes[i] occur together, i < n. */
function countPairs(joint: Uint32Array, bins: Uint8Array, at: number, codes: Uint8Array, n: number): void {
  joint.fill(0);
  for (let i = 0; i < n; i++) joint[bins[at + i]! * LEVELS + codes[i]!]!++;
}

function addCounts(joint: Uint32Array, counts: Float64Array, at: number): void {
  for (let i = 0; i < joint.length; i++) counts[at + Math.floor(i / LEVELS)]! += joint[i]!;
}

function addSums(joint: Uint32Array, weights: Float64Array, sums: Float64Array, at: number): void {
  for (let bin = 0; bin < BINS; bin++) {
    let sum = 0;
    for (let level = 0; level < LEVELS; level++) sum += joint[bin * LEVELS + level]! * weights[level]!;
    sums[at + bin]! += sum;
  }
}
