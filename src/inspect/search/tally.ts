import type { Bytes, Ids } from '../../core/floats.js';
import type { CellGroup, Cells } from '../forward/cells.js';
import type { ReadWindow } from '../../model/read-text.js';
import type { Interval } from '../forward/record.js';
import type { Backend, Subject } from '../forward/subject.js';
import { BINS, BITS, LEVELS, STEPS, type Bins, type Coding } from './coding.js';
import type { Histogram, Moments } from './scores.js';

/** Bytes of binned activations that are gathered before they are counted. */
const BUFFER_BYTES = 32 << 20;
const MOST_ROWS = 65536;

/**
 * What a feature adds to a histogram: 1 where a binary one is `on`, a graded one's `rank` in the part, or its `value`.
 */
type Measure = 'on' | 'rank' | 'value';

/**
 * The statistics of a part of a text, of any length, from which scores are computed: for each cell the number of
 * positions in each bin, and the sum of each feature over them.
 */
export interface Tally {
  /** The histogram of one cell and one feature; of a graded feature by its rank unless `value` is asked for. */
  histogram(cell: number, feature: number, measure?: 'value'): Histogram;
  /** What a feature adds, and its mean and deviation in the part. */
  moments(feature: number, measure?: 'value'): Moments & { readonly measure: Measure };
}

/** What is counted, and where. */
interface Counted {
  readonly cells: Cells;
  readonly coding: Coding;
  readonly bins: Bins;
  readonly space: Workspace;
}

/** Working space of tallies, one at a time: memory that is taken once and never given back. */
interface Workspace {
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

/** Counts the windows of a walk over a part of the text. */
export async function tally(
  windows: AsyncIterable<Pick<ReadWindow, 'places' | 'positions'>>,
  part: Interval,
  { backend, pace }: Pick<Subject, 'backend' | 'pace'>,
  { cells, coding, bins, space }: Counted,
): Promise<Tally> {
  const columns = columnsOf(coding, part);
  const counts = new Float64Array(cells.count * BINS);
  const sums = new Float64Array(cells.count * columns.length * BINS);
  let filled = 0;
  for await (const { places, positions } of windows) {
    if (filled + places.length > space.width) await count();
    gather(places, positions);
  }
  await count();

  /** Takes the bins and levels of a window. */
  function gather(places: Int32Array, positions: Int32Array): void {
    space.rows.set(places);
    for (const group of cells.groups) quantize(backend, group, bins, space, places.length, filled);
    coding.channels.forEach((channel, n) => {
      const code = space.codes[n]!;
      for (let i = 0; i < positions.length; i++) code[filled + i] = channel[positions[i]!]!;
    });
    filled += places.length;
  }

  /** Counts what is gathered. */
  async function count(): Promise<void> {
    const { width, codes, pairs } = space;
    for (let cell = 0; cell < cells.count; cell++) {
      const row = space.bins.subarray(cell * width, (cell + 1) * width);
      codes.forEach((code, channel) => {
        backend.kernels.countPairs(filled, BINS, row, code, pairs);
        if (channel === 0) addCounts(pairs, counts, cell * BINS);
        columns.forEach((column, k) => {
          if (column.channel === channel)
            addSums(pairs, column.weights, sums, (cell * columns.length + k) * BINS);
        });
      });
      await pace.pause();
    }
    filled = 0;
  }

  return createTally(columns, counts, sums);
}

/** Names what was counted: `counts` [cell][BINS], `sums` [cell][column][BINS]. */
function createTally(columns: readonly Column[], counts: Float64Array, sums: Float64Array): Tally {
  const find = (feature: number, measure?: 'value'): number =>
    columns.findIndex(
      (column) => column.feature === feature && (measure ?? column.measure) === column.measure,
    );
  return {
    histogram(cell, feature, measure) {
      const k = find(feature, measure);
      const at = (cell * columns.length + k) * BINS;
      return {
        counts: counts.subarray(cell * BINS, (cell + 1) * BINS),
        sums: sums.subarray(at, at + BINS),
        moments: columns[k]!,
      };
    },
    moments: (feature, measure) => columns[find(feature, measure)]!,
  };
}

function quantize(
  { kernels }: Backend,
  { first, size, cache }: CellGroup,
  bins: Bins,
  { rows, width, bins: out }: Workspace,
  n: number,
  filled: number,
): void {
  const x = cache.data.subarray(cache.offset);
  const [low, steps] = [bins.low.subarray(first), bins.steps.subarray(first)];
  const table = bins.table.subarray(first * STEPS);
  const to = out.subarray(first * width + filled);
  kernels.quantize(n, size, rows, cache.stride, x, low, steps, STEPS, table, width, to);
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

/** One measure of one feature in a part: a position at a level of the channel adds `weights[level]`. */
interface Column extends Moments {
  readonly feature: number;
  readonly measure: Measure;
  readonly channel: number;
  readonly weights: Float64Array;
}

/** `on` for a binary feature, `rank` and `value` for a graded one. */
function columnsOf({ features, channels }: Coding, part: Interval): Column[] {
  const counts = channels.map((channel) => countLevels(channel, part));
  return features.flatMap(({ feature: { kind }, channel, values }, feature) => {
    const count = counts[channel]!;
    const column = (measure: Measure, weights: Float64Array): Column => ({
      feature,
      measure,
      channel,
      weights,
      ...momentsOf(weights, count),
    });
    if (kind === 'binary') return [column('on', values)];
    return [column('rank', midRanks(count)), column('value', values)];
  });
}

function countLevels(channel: Uint8Array, { from, to }: Interval): Float64Array {
  const count = new Float64Array(LEVELS);
  for (let i = from; i < to; i++) count[channel[i]!]! += 1;
  return count;
}

/** The mean rank (from 1) of the positions at each level. */
export function midRanks(count: Float64Array): Float64Array {
  let before = 0;
  return count.map((n) => {
    const rank = before + (n + 1) / 2;
    before += n;
    return rank;
  });
}

function momentsOf(weights: Float64Array, count: Float64Array): Moments {
  let [n, sum, squares] = [0, 0, 0];
  for (let level = 0; level < LEVELS; level++) {
    n += count[level]!;
    sum += count[level]! * weights[level]!;
    squares += count[level]! * weights[level]! ** 2;
  }
  const mean = sum / n;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / n - mean * mean)) };
}
