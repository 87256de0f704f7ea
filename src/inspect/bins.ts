/** Into how many bins the activations of a cell are sorted. */
export const BINS = 128;

/** Steps of the table that maps an activation to its bin. */
const STEPS = 4096;

/**
 * How the activations of each cell become bins 0 ... 127, by one multiplication and one look-up. Half of a bin's width
 * is a share of the cell's range and half a share of its values, so that both a saturated cell's crowded ends and
 * its rare excursions are resolved.
 */
export interface Bins {
  readonly cells: number;
  /** [cell]: the lowest value, and table steps per unit. Values beyond the sample's range fall into the end bins. */
  readonly low: Float32Array;
  readonly steps: Float32Array;
  /** [cell][STEPS]. */
  readonly table: Uint8Array;
  /** [cell][BINS]: an activation typical of the bin. */
  readonly centres: Float32Array;
}

/** Bins from a sample of activations [n, cells]. */
export function calibrate(sample: Float32Array, cells: number): Bins {
  const n = sample.length / cells;
  const bins: Bins = {
    cells,
    low: new Float32Array(cells),
    steps: new Float32Array(cells),
    table: new Uint8Array(cells * STEPS),
    centres: new Float32Array(cells * BINS),
  };
  const values = new Float32Array(n);
  for (let cell = 0; cell < cells; cell++) {
    for (let i = 0; i < n; i++) values[i] = sample[i * cells + cell]!;
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
    bins.centres[cell * BINS + b] = counts[b]! > 0 ? sums[b]! / counts[b]! : low;
  }
}

/**
 * Sorts the activations of units 0 ... size−1, which lie at data[offset + row·stride + unit], into
 * out[(first + unit)·width + at + i], for the i-th of `rows`.
 */
export function quantise(
  bins: Bins,
  first: number,
  from: {
    readonly data: ArrayLike<number>;
    readonly offset: number;
    readonly stride: number;
    readonly size: number;
  },
  rows: Int32Array,
  out: Uint8Array,
  width: number,
  at: number,
): void {
  const { low, steps, table } = bins;
  const { data, offset, stride, size } = from;
  // by tiles of 64 rows, so that the bytes written for a unit lie in one cache line
  for (let tile = 0; tile < rows.length; tile += 64) {
    const end = Math.min(rows.length, tile + 64);
    for (let unit = 0; unit < size; unit++) {
      const cell = first + unit;
      const [lowest, scale] = [low[cell]!, steps[cell]!];
      for (let i = tile; i < end; i++) {
        let step = ((data[offset + rows[i]! * stride + unit]! - lowest) * scale) | 0;
        if (step < 0) step = 0;
        else if (step >= STEPS) step = STEPS - 1;
        out[cell * width + at + i] = table[cell * STEPS + step]!;
      }
    }
  }
}
