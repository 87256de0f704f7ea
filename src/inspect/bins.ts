import type { Bytes, Floats } from '../core/floats.js';
import type { Memory } from '../core/memory.js';

/** Into how many bins the activations of a cell are sorted. */
export const BINS = 128;

/** Steps of the table that maps an activation to its bin. */
export const STEPS = 4096;

/**
 * How the activations of each cell become bins 0 ... 127, by one multiplication and one look-up
 * (kernels.quantize). Half of a bin's width is a share of the cell's range and half a share of its values, so that both a saturated cell's crowded ends and
 * its rare excursions are resolved.
 */
export interface Bins {
  readonly cells: number;
  /** [cell]: the lowest value, and table steps per unit. Values beyond the sample's range fall into the end bins. */
  readonly low: Floats;
  readonly steps: Floats;
  /** [cell][STEPS]. */
  readonly table: Bytes;
  /** [cell][BINS]: an activation typical of the bin. */
  readonly centers: Float32Array;
}

/** Values that are sorted to find the bins of a cell: more would not move them. */
const SORTED = 8192;

/** Bins from a sample of activations [n, cells]. */
export function calibrate(sample: Float32Array, cells: number, memory: Memory): Bins {
  const every = Math.max(1, Math.floor(sample.length / cells / SORTED));
  const n = Math.ceil(sample.length / cells / every);
  const bins: Bins = {
    cells,
    low: memory.floats(cells),
    steps: memory.floats(cells),
    table: memory.bytes(cells * STEPS),
    centers: new Float32Array(cells * BINS),
  };
  const values = new Float32Array(n);
  for (let cell = 0; cell < cells; cell++) {
    for (let i = 0; i < n; i++) values[i] = sample[i * every * cells + cell]!;
    values.sort();
    calibrateCell(bins, cell, values);
  }
  return bins;
}

function calibrateCell(bins: Bins, cell: number, sorted: Float32Array): void {
  const n = sorted.length;
  const low = sorted[0]!;
  const range = sorted[n - 1]! - low;
  bins.low[cell] = low;
  bins.steps[cell] = range > 0 ? STEPS / range : 0;
  const sums = new Float64Array(BINS);
  const counts = new Float64Array(BINS);
  let below = 0;
  for (let step = 0; step < STEPS; step++) {
    const value = low + ((step + 0.5) / STEPS) * range;
    while (below < n && sorted[below]! < value) below++;
    const bin = Math.min(BINS - 1, Math.floor(BINS * (0.5 * (below / n) + (0.5 * (step + 0.5)) / STEPS)));
    bins.table[cell * STEPS + step] = bin;
    sums[bin]! += value;
    counts[bin]! += 1;
  }
  for (let b = 0; b < BINS; b++) {
    bins.centers[cell * BINS + b] = counts[b]! > 0 ? sums[b]! / counts[b]! : low;
  }
}
