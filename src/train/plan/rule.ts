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

/** Widths that are tried, from which the widest that the budget can train is taken. */
export const WIDTHS = [16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024] as const;

/** Characters to be read for each weight before the next wider network would end better. */
export const CHARACTERS_PER_WEIGHT = 40;

/** Passes over the text after which nothing more is learned from it. */
export const MOST_PASSES = 100;

/** Steps that even the shortest text gets, since a network does not learn in fewer. */
export const LEAST_STEPS = 500;

/** By passes over the text: the dropout of values, with one mask a window, and that of recurrent weights. */
export const dropoutOf = (passes: number): number => interpolate(DROPOUT, passes);
const DROPOUT: Table = [
  [2, 0],
  [5, 0.2],
  [24, 0.3],
  [60, 0.4],
];

/** Passes over the text up to which n-grams are looked up: after more, they are known by heart. */
export const NGRAM_PASSES = 8;

/** CHARACTERS_PER_WEIGHT of a network beside n-grams: where the text repeats, and in fewer than FEW_PASSES. */
export const LOOKING_UP = { repeated: 4, once: 20 } as const;
export const FEW_PASSES = 2;

/** By passes over the text: the dropout of what is looked up of n-grams. */
export const ngramDropoutOf = (passes: number): number => interpolate(NGRAM_DROPOUT, passes);
const NGRAM_DROPOUT: Table = [
  [0.5, 0],
  [1, 0.2],
  [3, 0.5],
  [5, 0.6],
];

/** By characters of the text: the longest n-gram that is looked up, below 2: none. */
export const orderOf = (characters: number): number => Math.round(interpolate(ORDER, characters));
const ORDER: Table = [
  [20_000, 1],
  [100_000, 3],
  [200_000, 4],
  [1_000_000, 4],
  [10_000_000, 5],
];

/** By units of a layer: the factor of the learning rate. */
export const rateFactorOf = (hidden: number): number => interpolate(RATE, hidden);
const RATE: Table = [
  [128, 1],
  [256, 0.7],
  [512, 0.5],
  [1024, 0.35],
];

/** By characters of the text: the rows of a batch, a multiple of 8. */
export const batchOf = (characters: number): number => 8 * Math.round(interpolate(BATCH, characters) / 8);
const BATCH: Table = [
  [100_000, 8],
  [400_000, 32],
  [1_000_000, 48],
];

/** Characters of a window. */
export const WINDOW = 64;

/** Symbols from which on the input is an embedding of EMBEDDING numbers, not one-hot. */
export const MANY_SYMBOLS = 400;
export const EMBEDDING = 64;
