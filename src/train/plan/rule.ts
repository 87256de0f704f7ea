/**
 * The rule of the plan: for each quantity its best value at some places, and between them a straight line over the
 * logarithm of the place. docs/budget.md has the runs that it was found with.
 */

/** A value at each place, places ascending. */
type Table = readonly (readonly [place: number, value: number])[];

/** The value at `place`: interpolated, and beyond the ends of the table its first and last value. */
export function interpolate(table: Table, place: number): number {
  const next = table.findIndex(([at]) => at >= place);
  if (next < 0) return table.at(-1)![1];
  if (next === 0) return table[0]![1];
  const [[left, before], [right, after]] = [table[next - 1]!, table[next]!];
  const share = Math.log(place / left) / Math.log(right / left);
  return before + share * (after - before);
}

/** The cell, unless one is given. */
export const CELL = 'gru';

/** Widths that are tried, from which the widest that the budget can train is taken. */
export const WIDTHS = [16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024] as const;

/** Characters to be read for each recurrent weight before the next wider network would end better. */
export const CHARACTERS_PER_WEIGHT = 75;

/** Characters of the text for each recurrent weight: a wider network learns it by heart. */
export const TEXT_PER_WEIGHT = 2;

/** Passes over the text after which nothing more is learned from it. */
export const MOST_PASSES = 100;

/** Steps that even the shortest text gets, since a network does not learn in fewer. */
export const LEAST_STEPS = 500;

/** By passes over the text: the dropout of values, with one mask a window. */
export const dropoutOf = (passes: number): number => interpolate(DROPOUT, passes);
const DROPOUT: Table = [
  [2, 0],
  [5, 0.1],
  [20, 0.3],
];

/** By passes over the text: the dropout of what is looked up of n-grams. */
export const ngramDropoutOf = (passes: number): number => interpolate(NGRAM_DROPOUT, passes);
const NGRAM_DROPOUT: Table = [
  [0.5, 0],
  [1, 0.1],
  [2.5, 0.2],
  [5, 0.4],
  [20, 0.5],
];

/** Passes over the text in which AdamW's decay alone would shrink weights to 1/e: 1 / (decay · rate · steps of a pass). */
export const MEMORY = 0.6;

/** By characters of the text: the longest n-gram that is looked up. */
export const orderOf = (characters: number): number => Math.round(interpolate(ORDER, characters));
const ORDER: Table = [
  [5000, 3],
  [20_000, 4],
  [200_000, 5],
];

/** By units of a layer: the factor of the default learning rate. */
export const rateFactorOf = (hidden: number): number => interpolate(RATE, hidden);
const RATE: Table = [
  [96, 1],
  [192, 0.7],
  [384, 0.5],
  [768, 0.35],
];

/** By characters of the text: the rows of a batch, a multiple of 8. */
export const batchOf = (characters: number): number => 8 * Math.round(interpolate(BATCH, characters) / 8);
const BATCH: Table = [
  [60_000, 8],
  [125_000, 16],
  [250_000, 24],
  [1_000_000, 24],
  [10_000_000, 48],
];

/** Characters of a window. */
export const WINDOW = 32;

/** Symbols from which on the input is an embedding of EMBEDDING numbers, not one-hot. */
export const MANY_SYMBOLS = 400;
export const EMBEDDING = 64;
