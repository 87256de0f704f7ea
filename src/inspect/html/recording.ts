import { deflateRawSync } from 'node:zlib';
import { placesOf, type Cells } from '../forward/cells.js';
import { CANDIDATES, STEPS } from '../page/data.js';
import { stretches, walk } from '../forward/record.js';
import type { Subject } from '../forward/subject.js';

/** What the page needs of every position: all cells in 63 steps, and what the network expected next. */
export interface Recording {
  /** The largest absolute value of each cell. */
  readonly ranges: Float32Array;
  /** Base64 of the deflated steps of one cell, each a byte 1 ... 63. */
  packedCell(cell: number): string;
  /** The same of the candidates: indices of two bytes for all positions, then probabilities of one byte. */
  packedCandidates(): string;
}

/** Reads the text twice: for the ranges, then for the values of the cells `shown`. Holds a byte per cell and position. */
export async function recordAll(
  subject: Subject,
  cells: Cells,
  shown: readonly number[],
): Promise<Recording> {
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
  const steps = new Uint8Array(shown.length * n);
  const symbols = new Uint16Array(n * CANDIDATES);
  const probabilities = new Uint8Array(n * CANDIDATES);
  const V = model.config.vocabulary;
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
  return {
    ranges,
    packedCell: (cell) => pack(steps.subarray(cell * n, (cell + 1) * n)),
    packedCandidates: () => pack(Buffer.concat([new Uint8Array(symbols.buffer), probabilities])),
  };
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

const pack = (bytes: Uint8Array): string => deflateRawSync(bytes, { level: 4 }).toString('base64');
