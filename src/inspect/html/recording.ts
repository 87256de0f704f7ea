import { deflateRawSync } from 'node:zlib';
import type { Cells } from '../cells.js';
import { CANDIDATES, STEPS } from '../page/data.js';
import { stretches, walk } from '../record.js';
import type { Subject } from '../subject.js';

/** What the page needs of every position: all cells in 63 steps, and what the network expected next. */
export interface Recording {
  /** The largest size of each cell. */
  readonly ranges: Float32Array;
  /** Base64 of the deflated steps of one cell, each a byte 1 ... 63. */
  packedCell(cell: number): string;
  /** The same of the candidates: indices of two bytes for all positions, then probabilities of one byte. */
  packedCandidates(): string;
}

/** Reads the text twice: for the ranges, then for the values. Holds a byte per cell and position. */
export function recordAll(subject: Subject, cells: Cells): Recording {
  const { model, text } = subject;
  const n = text.ids.length;
  const interval = { from: 0, to: n };
  const ranges = findRanges(subject, cells);
  const steps = new Uint8Array(cells.count * n);
  const symbols = new Uint16Array(n * CANDIDATES);
  const probabilities = new Uint8Array(n * CANDIDATES);
  const V = model.config.vocabulary;
  for (const { rows, positions, logits } of walk(model, text, stretches(model, interval))) {
    for (const { first, size, cache } of cells.groups) {
      for (let i = 0; i < rows.length; i++) {
        const at = cache.offset + rows[i]! * cache.stride;
        for (let unit = 0; unit < size; unit++) {
          const share = cache.data[at + unit]! / (ranges[first + unit]! || 1);
          steps[(first + unit) * n + positions[i]!] = STEPS + 1 + Math.round(share * STEPS);
        }
      }
    }
    for (let i = 0; i < rows.length; i++) {
      const row = logits.data.subarray(rows[i]! * V, (rows[i]! + 1) * V);
      likeliest(row, symbols, probabilities, positions[i]! * CANDIDATES);
    }
  }
  return {
    ranges,
    packedCell: (cell) => pack(steps.subarray(cell * n, (cell + 1) * n)),
    packedCandidates: () => pack(Buffer.concat([new Uint8Array(symbols.buffer), probabilities])),
  };
}

function findRanges({ model, text }: Subject, cells: Cells): Float32Array {
  const ranges = new Float32Array(cells.count);
  for (const { rows } of walk(model, text, stretches(model, { from: 0, to: text.ids.length }))) {
    for (const { first, size, cache } of cells.groups) {
      for (const row of rows) {
        const at = cache.offset + row * cache.stride;
        for (let unit = 0; unit < size; unit++) {
          const value = Math.abs(cache.data[at + unit]!);
          if (value > ranges[first + unit]!) ranges[first + unit] = value;
        }
      }
    }
  }
  return ranges;
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
