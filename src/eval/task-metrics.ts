import type { Rng } from '../core/rng.js';
import { sum } from '../core/numbers.js';
import { bootstrap, bootstrapMean, type Interval } from './bootstrap.js';
import { confusionOf, macroF1 } from './confusion.js';
import { editDistance } from '../core/edit-distance.js';
import { countTaggedWords, wordF1 } from './word-f1.js';

/** A figure of a table of examples, with its 95 % interval (rows drawn with replacement). */
export interface Metric {
  readonly value: number;
  readonly interval: Interval | null;
}

export type Metrics = Readonly<Record<string, Metric>>;

/** A row and the label a model gave it. */
export interface ClassifiedRow {
  readonly truth: number;
  readonly predicted: number;
}

/** `accuracy` and `macroF1` of rows with one label each. */
export function classifyMetrics(rows: readonly ClassifiedRow[], labels: number, rng: Rng): Metrics {
  const truth = Int32Array.from(rows, (row) => row.truth);
  const predicted = Int32Array.from(rows, (row) => row.predicted);
  const hits = Float64Array.from(rows, (row) => Number(row.truth === row.predicted));
  const macro = (drawn: Uint32Array) => {
    const pick = (from: Int32Array) => Int32Array.from(drawn, (row) => from[row]!);
    return macroF1(confusionOf(pick(truth), pick(predicted), labels));
  };
  return {
    accuracy: meanOf(hits, null, rng),
    macroF1: {
      value: macroF1(confusionOf(truth, predicted, labels)),
      interval: bootstrap(rows.length, macro, rng),
    },
  };
}

/** A row and the tags a model gave its symbols. */
export interface TaggedRow {
  readonly truth: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  /** Whether a symbol of the source is a blank. */
  readonly blanks: ArrayLike<boolean>;
}

/**
 * `accuracy` of the tags, and `wordF1` of the words that carry a tag other than the most frequent one, wholly right.
 */
export function tagMetrics(rows: readonly TaggedRow[], tags: number, rng: Rng): Metrics {
  const hits = rows.map(({ truth, predicted }) => countWhere(truth, (tag, i) => tag === predicted[i]));
  const lengths = rows.map(({ truth }) => truth.length);
  const background = mostFrequent(rows, tags);
  const words = rows.map(({ blanks, truth, predicted }) =>
    countTaggedWords(blanks, truth, predicted, background),
  );
  return {
    accuracy: meanOf(hits, lengths, rng),
    wordF1: {
      value: wordF1(words),
      interval: bootstrap(rows.length, (drawn) => wordF1(Array.from(drawn, (row) => words[row]!)), rng),
    },
  };
}

/** A source, the targets that are right for it, and what a model wrote. */
export interface TranslatedRow {
  readonly references: readonly ArrayLike<number>[];
  readonly predicted: ArrayLike<number>;
}

/**
 * `exactMatch`: the share of sources whose answer is one of its targets; `symbolErrorRate`: the edit distance to the
 * nearest target over its length, summed over all sources.
 */
export function translateMetrics(rows: readonly TranslatedRow[], rng: Rng): Metrics {
  const nearest = rows.map(({ references, predicted }) => {
    const distances = references.map((target) => editDistance(target, predicted));
    const distance = Math.min(...distances);
    return { distance, length: references[distances.indexOf(distance)]!.length };
  });
  const exact = nearest.map(({ distance }) => Number(distance === 0));
  return {
    exactMatch: meanOf(exact, null, rng),
    symbolErrorRate: meanOf(
      nearest.map(({ distance }) => distance),
      nearest.map(({ length }) => length),
      rng,
    ),
  };
}

/** Σ sums / Σ counts (counts 1 by default) with its interval. */
export function meanOf(sums: ArrayLike<number>, counts: ArrayLike<number> | null, rng: Rng): Metric {
  const value = sum(sums) / (counts === null ? sums.length : sum(counts));
  return { value, interval: bootstrapMean(sums, counts, rng) };
}

/** How a share depends on the length of the source. */
export interface LengthBin {
  readonly from: number;
  /** Included. */
  readonly to: number;
  readonly rows: number;
  readonly share: number;
}

/** The share of hits among sources of similar length: at most `bins` bins with about as many rows each. */
export function shareByLength(
  rows: readonly { readonly length: number; readonly hit: boolean }[],
  bins = 10,
): LengthBin[] {
  const sorted = [...rows].sort((a, b) => a.length - b.length);
  const result: LengthBin[] = [];
  for (let at = 0; at < sorted.length;) {
    let end = Math.max(at + 1, Math.ceil(((result.length + 1) * sorted.length) / bins));
    // a length is in one bin only
    while (end < sorted.length && sorted[end]!.length === sorted[end - 1]!.length) end++;
    const part = sorted.slice(at, end);
    const hits = part.filter(({ hit }) => hit).length;
    const [from, to] = [part[0]!.length, part.at(-1)!.length];
    result.push({ from, to, rows: part.length, share: hits / part.length });
    at = end;
  }
  return result;
}

function mostFrequent(rows: readonly TaggedRow[], tags: number): number {
  const counts = new Float64Array(tags);
  for (const { truth } of rows) for (let i = 0; i < truth.length; i++) counts[truth[i]!]!++;
  return counts.indexOf(Math.max(...counts));
}

function countWhere(values: ArrayLike<number>, test: (value: number, i: number) => boolean): number {
  return Array.from(values).filter(test).length;
}
