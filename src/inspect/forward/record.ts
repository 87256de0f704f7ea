import type { Clamp } from '../../layers/layer.js';
import { refuseUnlessFinite } from '../../model/finite.js';
import type { LanguageModel } from '../../model/language-model.js';
import { readText, type ReadWindow } from '../../model/read-text.js';
import { arraySource } from '../../text/id-source.js';
import { readRows, type TableReading } from './table.js';
import { placesOf, type Cells } from './cells.js';
import type { Subject } from './subject.js';
import { codeAt, type InspectedText } from './text.js';

/** A stretch of positions [from, to). */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * The least number of symbols read before a stretch, so that its first state has a context. Longer memories start
 * incomplete.
 */
const WARM_UP = 256;
/**
 * How many more symbols may be read so as to start at the beginning of a line, where most features have their initial
 * value.
 */
const LINE_SEARCH = 512;

/** The most numbers a sample stores: 64 MB of them. */
const MOST_VALUES = 16 << 20;
export const BLOCKS = 24;
export const BLOCK_LENGTH = 1024;

export interface WalkOptions {
  readonly warmUp?: number;
  readonly clamps?: readonly Clamp[];
}

/**
 * Runs the network over intervals of a text, as many side by side as it has rows, and yields at each window so that
 * its caches can be read. Each interval starts from the zero state at a line that begins at least 256
 * symbols early, or at the beginning of the text, where it is exact. Every position of every interval is visited once.
 * A window is valid until the next one; a model can serve one walk at a time.
 */
export async function* walk(
  subject: Subject,
  intervals: readonly Interval[],
  { warmUp = WARM_UP, clamps }: WalkOptions = {},
): AsyncGenerator<WalkedWindow, void, void> {
  const { model, text, pace } = subject;
  if (text.reading) return yield* walkRows(subject, text.reading, intervals, clamps);
  const stretches = intervals.map(({ from, to }) => ({
    begin: warmUp === 0 ? from : startBefore(text, from - warmUp),
    from,
    to,
  }));
  for (const window of readText(model, arraySource(text.ids), stretches, { clamps })) {
    // non-finite values in the network have reached the logits of its last step
    refuseUnlessFinite(window.logits.step[window.steps - 1]!);
    if (window.places.length > 0) yield window;
    await pace.pause(window.places.length);
  }
}

/** What a walk yields. */
export type WalkedWindow = Omit<ReadWindow, 'first'>;

/** The same for the rows of a table: those that have a position in an interval are read completely. */
async function* walkRows(
  { model, backend, pace }: Subject,
  reading: TableReading,
  intervals: readonly Interval[],
  clamps?: readonly Clamp[],
): AsyncGenerator<WalkedWindow, void, void> {
  const { firsts, rows, firstStep, lastOf } = reading;
  const wanted = new Uint8Array(firsts.at(-1)!);
  for (const { from, to } of intervals) wanted.fill(1, from, to);
  const members = [...rows.keys()].filter((row) => wanted.subarray(firsts[row], firsts[row + 1]).includes(1));
  const places = new Int32Array(model.T * model.B);
  const positions = new Int32Array(model.T * model.B);
  for (const window of readRows(model, backend.memory, reading, members, clamps)) {
    const { batch, logits } = window;
    refuseUnlessFinite(logits.step[batch.T - 1]!);
    let n = 0;
    window.rows.forEach((row, b) => {
      const begin = window.begin(b) + firstStep(row);
      for (let p = firsts[row]!; p < lastOf(row); p++) {
        if (wanted[p] === 0) continue;
        places[n] = (begin + p - firsts[row]!) * model.B + b;
        positions[n++] = p;
      }
    });
    yield {
      places: places.subarray(0, n),
      positions: positions.subarray(0, n),
      steps: batch.T,
      logits,
      next: batch.y,
    };
    await pace.pause(batch.symbols);
  }
}

/** The last place up to `position` at which a paragraph, or else a line, begins; or just `position`. */
function startBefore(text: InspectedText, position: number): number {
  let line = Math.max(0, position);
  for (let p = position; p > position - LINE_SEARCH; p--) {
    if (p <= 0) return 0;
    if (codeAt(text, p - 1) !== 10) continue;
    if (p > 1 && codeAt(text, p - 2) === 10) return p;
    if (line === position) line = p;
  }
  return line;
}

/** One interval cut into stretches for all rows of the network, none much shorter than its own warm-up. */
export function stretches(model: LanguageModel, interval: Interval): Interval[] {
  const rows = Math.floor((interval.to - interval.from) / WARM_UP);
  return divide(interval, Math.max(1, Math.min(model.B, rows)));
}

/** An interval in `n` stretches of about equal length, one after the other. */
function divide({ from, to }: Interval, n: number): Interval[] {
  const at = (i: number): number => from + Math.floor(((to - from) * i) / n);
  return Array.from({ length: n }, (_, i) => ({ from: at(i), to: at(i + 1) }));
}

/** Activations that are stored, at evenly spread blocks of text; everything else is only counted. */
export interface Sample {
  readonly blocks: number;
  readonly length: number;
  readonly intervals: readonly Interval[];
  /** [blocks·length, cells]. */
  readonly activations: Float32Array;
}

/** Records 24 blocks of up to 1,024 positions of a part, fewer where the part or the memory is small. */
export async function recordSample(subject: Subject, cells: Cells, part: Interval): Promise<Sample> {
  const room = Math.min(part.to - part.from, MOST_VALUES / cells.count);
  const length = Math.max(1, Math.min(BLOCK_LENGTH, Math.floor(room / BLOCKS)));
  const intervals = spreadBlocks(part, BLOCKS, length);
  const activations = new Float32Array(BLOCKS * length * cells.count);
  for await (const { places, positions } of walk(subject, intervals)) {
    for (let i = 0; i < places.length; i++) {
      const block = intervals.findLastIndex(({ from }) => from <= positions[i]!);
      const at = (block * length + positions[i]! - intervals[block]!.from) * cells.count;
      for (const { first, size, cache } of cells.groups) {
        const from = cache.offset + places[i]! * cache.stride;
        activations.set(cache.data.subarray(from, from + size), at + first);
      }
    }
  }
  return { blocks: BLOCKS, length, intervals, activations };
}

/** The values of a feature at the sample's positions, from its values everywhere. */
export function sampledValues({ intervals, length }: Sample, values: Float32Array): Float32Array {
  const out = new Float32Array(intervals.length * length);
  intervals.forEach(({ from, to }, block) => out.set(values.subarray(from, to), block * length));
  return out;
}

/** `n` blocks of exactly `length` positions, evenly spread over an interval. */
export function spreadBlocks({ from, to }: Interval, n: number, length: number): Interval[] {
  const room = to - from - length;
  return Array.from({ length: n }, (_, i) => {
    const start = from + Math.floor((room * i) / Math.max(1, n - 1));
    return { from: start, to: start + length };
  });
}

/** The values of one cell at every position of an interval. */
export async function traceCell(
  subject: Subject,
  cells: Cells,
  index: number,
  part: Interval,
): Promise<Float32Array> {
  return (await traceCells(subject, cells, [index], part))[0]!;
}

/** The values of several cells at every position of an interval, read once. */
export async function traceCells(
  subject: Subject,
  cells: Cells,
  indices: readonly number[],
  part: Interval,
): Promise<Float32Array[]> {
  const traced = placesOf(cells, indices);
  const all = indices.map(() => new Float32Array(part.to - part.from));
  for await (const { places, positions } of walk(subject, stretches(subject.model, part))) {
    traced.forEach(({ data, offset, stride }, k) => {
      const values = all[k]!;
      for (let i = 0; i < places.length; i++)
        values[positions[i]! - part.from] = data[offset + places[i]! * stride]!;
    });
  }
  return all;
}
