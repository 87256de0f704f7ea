import { outputsOf } from '../../model/shapes.js';
import type { Subject } from './subject.js';
import { placesOf, type Cells } from './cells.js';
import { stretches, walk, type Interval } from './record.js';

/** Quantization steps of a cell's values on either side of zero, and the number of candidates for each next symbol. */
export const STEPS = 31;
export const CANDIDATES = 5;

/** What a page needs of every position: all cells in 63 steps, and the likeliest next symbols. */
export interface RecordedSteps {
  /** The largest absolute value of each cell. */
  readonly ranges: Float32Array;
  /** [cell][position], each a byte 1 ... 63. */
  readonly steps: Uint8Array;
  /** [position][5]: the likeliest symbols, and their probabilities in 1/255. */
  readonly symbols: Uint16Array;
  readonly probabilities: Uint8Array;
}

/** The most positions of which a page keeps this many cells: 60,000, or 32 million values. */
export const roomFor = (cells: number): number => Math.min(60_000, Math.floor(32_000_000 / cells));

/**
 * Positions that are quantized together, so that their values and a cache line of steps for each cell stay in the
 * cache.
 */
const SOME = 64;

/** Reads the text once, and keeps the values of the cells `shown` until their ranges are known: four bytes each. */
export async function recordSteps(
  subject: Subject,
  cells: Cells,
  shown: readonly number[],
): Promise<RecordedSteps> {
  const { model, text, pace } = subject;
  const [n, C, V] = [text.ids.length, shown.length, outputsOf(model.config)];
  const runs = runsOf(cells, shown);
  // zero where nothing is read: between the rows of a table
  const values = new Float32Array(n * C);
  const symbols = new Uint16Array(n * CANDIDATES);
  const probabilities = new Uint8Array(n * CANDIDATES);
  const ranges = new Float32Array(C);
  for await (const { places, positions, logits } of walk(subject, stretches(model, { from: 0, to: n }))) {
    for (let i = 0; i < places.length; i++) {
      const [place, position] = [places[i]!, positions[i]!];
      for (const { data, offset, stride, size, to } of runs) {
        const from = offset + place * stride;
        values.set(data.subarray(from, from + size), position * C + to);
      }
      widen(ranges, values, position * C);
      const row = logits.data.subarray(place * V, (place + 1) * V);
      likeliest(row, symbols, probabilities, position * CANDIDATES);
    }
  }
  const steps = new Uint8Array(C * n);
  const scales = Float64Array.from(ranges, (range) => STEPS / (range || 1));
  for (let from = 0; from < n; from += SOME) {
    putIntoSteps(values, scales, steps, { from, to: Math.min(n, from + SOME) });
    await pace.pause();
  }
  return { ranges, steps, symbols, probabilities };
}

/** The largest absolute values, with those of one more position. */
function widen(ranges: Float32Array, values: Float32Array, at: number): void {
  for (let cell = 0; cell < ranges.length; cell++) {
    const size = Math.abs(values[at + cell]!);
    if (size > ranges[cell]!) ranges[cell] = size;
  }
}

/** Where values of cells lie side by side that are also shown side by side, from number `to` on. */
function runsOf(cells: Cells, shown: readonly number[]) {
  const runs: (ReturnType<typeof placesOf>[number] & { size: number; readonly to: number })[] = [];
  placesOf(cells, shown).forEach((place, to) => {
    const last = runs.at(-1);
    if (last?.data === place.data && last.offset + last.size === place.offset) last.size += 1;
    else runs.push({ ...place, size: 1, to });
  });
  return runs;
}

/** Values [position][cell] of some positions as steps [cell][position], rounded. */
function putIntoSteps(
  values: Float32Array,
  scales: Float64Array,
  steps: Uint8Array,
  { from, to }: Interval,
): void {
  const C = scales.length;
  const n = steps.length / C;
  for (let cell = 0; cell < C; cell++) {
    const scale = scales[cell]!;
    for (let position = from; position < to; position++)
      steps[cell * n + position] = Math.floor(values[position * C + cell]! * scale + STEPS + 1.5);
  }
}

/** The five largest logits of a row, with their probabilities in 1/255. */
function likeliest(
  logits: ArrayLike<number>,
  symbols: Uint16Array,
  probabilities: Uint8Array,
  at: number,
): void {
  const best: number[] = [];
  let largest = -Infinity;
  for (let v = 0; v < logits.length; v++) largest = Math.max(largest, logits[v]!);
  let sum = 0;
  for (let v = 0; v < logits.length; v++) {
    sum += Math.exp(logits[v]! - largest);
    let place = best.length;
    while (place > 0 && logits[best[place - 1]!]! < logits[v]!) place--;
    if (place < CANDIDATES) best.splice(place, 0, v);
    if (best.length > CANDIDATES) best.pop();
  }
  best.forEach((v, k) => {
    symbols[at + k] = v;
    probabilities[at + k] = Math.round((255 * Math.exp(logits[v]! - largest)) / sum);
  });
}
