import type { Bytes, Floats } from '../../core/floats.js';
import type { Memory } from '../../core/memory.js';
import type { Pace } from '../forward/pace.js';
import type { Feature } from '../features/feature.js';

// Both sides of the comparison as small integers: features as levels below 32, activations as bins below 128.

/** How many values of a graded feature are distinguished; five binary features share the 2⁵ levels of one channel. */
export const LEVELS = 32;
/** Binary features that share a channel: log₂ of the levels. */
export const BITS = 5;
/** The number of bins for the activations of a cell. */
export const BINS = 128;
/** Steps of the table that maps an activation to its bin. */
export const STEPS = 4096;
/**
 * Values that are sorted to find the levels of a graded feature, and the bins of a cell: more would not change them.
 */
const SORTED = { feature: 100_000, cell: 8192 };

/**
 * All features of a text in a few bytes per position, so that histograms over thousands of cells stay cheap: a
 * channel is a byte below 32 per position, and holds the levels of one graded feature or the bits of five binary ones.
 */
export interface Coding {
  readonly length: number;
  readonly features: readonly CodedFeature[];
  readonly channels: readonly Uint8Array[];
}

/** A feature and where its values are: in a bit of a channel, or in its levels. */
interface CodedFeature {
  readonly feature: Feature;
  readonly channel: number;
  /** [32]: the feature's value at each level of the channel. */
  readonly values: Float64Array;
}

/** `valuesOf(feature)` gives a value for each of `length` positions. Features come out in the order they went in. */
export async function encodeFeatures(
  features: readonly Feature[],
  length: number,
  valuesOf: (feature: Feature) => ReturnType<Feature['values']>,
  pace: Pace,
): Promise<Coding> {
  const channels: Uint8Array[] = [];
  const coded: CodedFeature[] = [];
  let bit = 0;
  let shared = -1;
  for (const feature of features) {
    await pace.pause();
    if (feature.kind === 'graded') {
      const { codes, values } = toLevels(await valuesOf(feature));
      coded.push({ feature, channel: channels.push(codes) - 1, values });
      continue;
    }
    if (bit % BITS === 0) shared = channels.push(new Uint8Array(length)) - 1;
    const place = bit++ % BITS;
    setBits(channels[shared]!, await valuesOf(feature), 1 << place);
    coded.push({ feature, channel: shared, values: bitValues(place) });
  }
  return { length, features: coded, channels };
}

/** The value of one coded feature at every position, as the histograms see it. */
export function decodeFeature(coding: Coding, { channel, values }: CodedFeature): Float32Array {
  const levels = coding.channels[channel]!;
  const out = new Float32Array(levels.length);
  for (let i = 0; i < out.length; i++) out[i] = values[levels[i]!]!;
  return out;
}

function setBits(channel: Uint8Array, values: Float32Array, mask: number): void {
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) channel[i]! |= mask;
}

function bitValues(place: number): Float64Array {
  return Float64Array.from({ length: LEVELS }, (_, level) => (level >> place) & 1);
}

/** A graded feature as levels 0 ... 31: a byte per position, and the mean value of each level. */
interface Leveled {
  readonly codes: Uint8Array;
  readonly values: Float64Array;
}

/**
 * Sorts values into at most 32 levels in ascending order: one for each distinct value where there are so few, else of
 * about equal population (by a sample of 100,000).
 */
export function toLevels(values: Float32Array): Leveled {
  const edges = levelEdges(values);
  const codes = new Uint8Array(values.length);
  const sums = new Float64Array(LEVELS);
  const counts = new Float64Array(LEVELS);
  for (let i = 0; i < values.length; i++) {
    let level = 0;
    while (level < edges.length && values[i]! >= edges[level]!) level++;
    codes[i] = level;
    sums[level]! += values[i]!;
    counts[level]! += 1;
  }
  return { codes, values: sums.map((sum, level) => (counts[level]! > 0 ? sum / counts[level]! : 0)) };
}

/** Where each level but the lowest begins, ascending. */
function levelEdges(values: Float32Array): Float32Array {
  const every = Math.max(1, Math.floor(values.length / SORTED.feature));
  const sample = values.filter((_, i) => i % every === 0).sort();
  const distinct = sample.filter((value, i) => i === 0 || value !== sample[i - 1]);
  if (distinct.length <= LEVELS) return distinct.slice(1);
  const edges = Float32Array.from({ length: LEVELS - 1 }, (_, level) => {
    return sample[Math.floor(((level + 1) * sample.length) / LEVELS)]!;
  });
  return edges.filter((edge, i) => edge > (i === 0 ? sample[0]! : edges[i - 1]!));
}

/**
 * How the activations of each cell become bins 0 ... 127, by one multiplication and one look-up (kernels.quantize).
 * Half of a bin's width is a share of the cell's range and half a share of its values, so that both a saturated cell's
 * crowded ends and its rare excursions are resolved.
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

/** Bins from a sample of activations [n, cells]. */
export async function calibrate(
  sample: Float32Array,
  cells: number,
  memory: Memory,
  pace: Pace,
): Promise<Bins> {
  const every = Math.max(1, Math.floor(sample.length / cells / SORTED.cell));
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
    await pace.pause();
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
