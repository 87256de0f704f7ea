import { outputsOf } from '../../model/shapes.js';
import type { Subject } from './subject.js';
import { placesOf, type Cells } from './cells.js';
import { stretches, walk } from './record.js';

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

/**
 * Reads the text twice: for the ranges, then for the values of the cells `shown`. Holds a byte per cell and position.
 */
export async function recordSteps(
  subject: Subject,
  cells: Cells,
  shown: readonly number[],
): Promise<RecordedSteps> {
  const { model, text } = subject;
  const n = text.ids.length;
  const sources = placesOf(cells, shown);
  const parts = stretches(model, { from: 0, to: n });
  const ranges = new Float32Array(shown.length);
  for await (const { places } of walk(subject, parts)) {
    sources.forEach(({ data, offset, stride }, cell) => {
      for (const row of places)
        ranges[cell] = Math.max(ranges[cell]!, Math.abs(data[offset + row * stride]!));
    });
  }
  // zero where nothing is read: between the rows of a table
  const steps = new Uint8Array(shown.length * n).fill(STEPS + 1);
  const symbols = new Uint16Array(n * CANDIDATES);
  const probabilities = new Uint8Array(n * CANDIDATES);
  const V = outputsOf(model.config);
  for await (const { places, positions, logits } of walk(subject, parts)) {
    sources.forEach(({ data, offset, stride }, cell) => {
      for (let i = 0; i < places.length; i++) {
        const share = data[offset + places[i]! * stride]! / (ranges[cell]! || 1);
        steps[cell * n + positions[i]!] = STEPS + 1 + Math.round(share * STEPS);
      }
    });
    for (let i = 0; i < places.length; i++) {
      const row = logits.data.subarray(places[i]! * V, (places[i]! + 1) * V);
      likeliest(row, symbols, probabilities, positions[i]! * CANDIDATES);
    }
  }
  return { ranges, steps, symbols, probabilities };
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
