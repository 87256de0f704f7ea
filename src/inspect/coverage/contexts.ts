import type { Cells } from '../forward/cells.js';
import { stretches, walk, type Interval } from '../forward/record.js';
import type { Subject } from '../forward/subject.js';
import type { Columns } from './standardize.js';
import { contexts, placesFor, TRUST, type SymbolsRead } from '../search/controls.js';

/**
 * The contexts of the last 1 ... k symbols at every position of a text, as numbers: those that occur in the part that
 * is learned from, and how often they do there.
 */
export interface Contexts {
  readonly k: number;
  readonly learn: Interval;
  readonly counts: Int32Array;
  /** The number of the context of j + 1 symbols that ends at a position; −1 where it was not learned. */
  at(position: number, j: number): number;
}

/** Numbers the contexts that occur in `learn`. `upTo` is the end of the positions that will be asked for. */
export function numberContexts(read: SymbolsRead, learn: Interval, upTo: number, k: number): Contexts {
  const bits = placesFor(learn);
  const each = contexts(read, k, bits);
  const numbers = Array.from({ length: k }, () => new Int32Array(1 << bits).fill(-1));
  const counts: number[] = [];
  each(learn, (place, j) => {
    const known = numbers[j]![place]!;
    if (known >= 0) counts[known]! += 1;
    else numbers[j]![place] = counts.push(1) - 1;
  });
  const ids = new Int32Array((upTo - learn.from) * k).fill(-1);
  each({ from: learn.from, to: upTo }, (place, j, i) => {
    ids[(i - learn.from) * k + j] = numbers[j]![place]!;
  });
  return {
    k,
    learn,
    counts: Int32Array.from(counts),
    at: (position, j) => ids[(position - learn.from) * k + j]!,
  };
}

/** The most sums that are kept at a time, 4 bytes each: a text with more contexts is read several times. */
const MOST_SUMS = 24 << 20;

/** What cells [first, first + cells) add up to over each context, [context][cell], and their means. */
export interface ContextSums {
  readonly first: number;
  readonly cells: number;
  readonly sums: Float32Array;
  readonly means: Float64Array;
}

/** Reads the part that is learned from, once for each group of cells, and adds up their values. */
export async function* sumContexts(
  subject: Subject,
  cells: Cells,
  known: Contexts,
): AsyncGenerator<ContextSums> {
  const { learn } = known;
  const width = Math.max(1, Math.min(cells.count, Math.floor(MOST_SUMS / known.counts.length)));
  for (let first = 0; first < cells.count; first += width) {
    const some = Math.min(width, cells.count - first);
    const sums = new Float32Array(known.counts.length * some);
    const means = new Float64Array(some);
    const row = new Float32Array(some);
    for await (const { places, positions } of walk(subject, stretches(subject.model, learn))) {
      for (let i = 0; i < places.length; i++) {
        copyRow(cells, first, places[i]!, row);
        for (let c = 0; c < some; c++) means[c]! += row[c]! / (learn.to - learn.from);
        for (let j = 0; j < known.k; j++) {
          const context = known.at(positions[i]!, j);
          if (context < 0) break;
          for (let c = 0, at = context * some; c < some; c++, at++) sums[at]! += row[c]!;
        }
      }
    }
    yield { first, cells: some, sums, means };
  }
}

/** The values of cells from number `first` on at a place of a window. */
function copyRow({ groups }: Cells, first: number, place: number, row: Float32Array): void {
  for (const group of groups) {
    const from = Math.max(first, group.first);
    const to = Math.min(first + row.length, group.first + group.size);
    if (from >= to) continue;
    const at = group.cache.offset + place * group.cache.stride;
    row.set(group.cache.data.subarray(at + from - group.first, at + to - group.first), from - first);
  }
}

/**
 * What the last symbols predict for cells at these positions, one symbol after the other from the mean of all: with n
 * occurrences of a context, which add up to s,
 *
 *     p_j = (s + 2 · p_{j−1}) / (n + 2).
 *
 * `own` has the cells' values [position, all cells]: those of positions that were learned from are taken out of s
 * again, so that no prediction knows what it predicts. `visit` receives each position's p_j for j = 0 ... k.
 */
function eachPrediction(
  { known, first, cells, sums, means }: ContextSums & { readonly known: Contexts },
  positions: Int32Array,
  own: Columns,
  visit: (i: number, j: number, predicted: Float32Array, own: Float32Array) => void,
): void {
  const p = new Float32Array(cells);
  positions.forEach((position, i) => {
    const mine = own.values.subarray(i * own.width + first, i * own.width + first + cells);
    const learned = Number(position >= known.learn.from && position < known.learn.to);
    p.set(means);
    visit(i, 0, p, mine);
    for (let j = 0; j < known.k; j++) {
      const context = known.at(position, j);
      if (context >= 0) {
        const n = known.counts[context]! - learned;
        for (let c = 0, at = context * cells; c < cells; c++, at++)
          p[c] = (sums[at]! - learned * mine[c]! + TRUST * p[c]!) / (n + TRUST);
      }
      visit(i, j + 1, p, mine);
    }
  });
}

/**
 * For each cell how many of the last symbols predict it best, at positions that were learned
 * from: rare contexts add noise.
 */
export function bestDepths(
  known: Contexts,
  sums: ContextSums,
  positions: Int32Array,
  own: Columns,
): Uint8Array {
  const errors = Array.from({ length: known.k + 1 }, () => new Float64Array(sums.cells));
  eachPrediction({ known, ...sums }, positions, own, (_, j, p, mine) => {
    const error = errors[j]!;
    for (let c = 0; c < p.length; c++) error[c]! += (mine[c]! - p[c]!) ** 2;
  });
  return Uint8Array.from({ length: sums.cells }, (_, c) =>
    errors.reduce((best, error, j) => (error[c]! < errors[best]![c]! ? j : best), 0),
  );
}

/** What so many of the last symbols predict for each cell, [position, cells]. */
export function predictFromContexts(
  known: Contexts,
  { sums, depths }: { readonly sums: ContextSums; readonly depths: Uint8Array },
  positions: Int32Array,
  own: Columns,
): Columns {
  const values = new Float32Array(positions.length * sums.cells);
  eachPrediction({ known, ...sums }, positions, own, (i, j, p) => {
    for (let c = 0, at = i * sums.cells; c < p.length; c++, at++) if (j <= depths[c]!) values[at] = p[c]!;
  });
  return { n: positions.length, width: sums.cells, values };
}
