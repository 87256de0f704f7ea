import { commonLength, createSymbols, sortByContext, type Symbols } from './sort-by-context.js';

/**
 * All places of a training and a test text, sorted by what stands before them: first by the character just before,
 * then by the one before that, and so on. Places that share their last k characters lie side by side, so that every
 * context of every length is an interval of `order`, and counting is a walk along it: no hash tables.
 */
export interface SortedContexts {
  /** The places, sorted. */
  readonly order: Uint32Array;
  /** following[i]: the symbol at place order[i]: its id + 1; 0 is the mark before a text begins. */
  readonly following: Symbols;
  /** shared[i]: how many characters of context order[i − 1] and order[i] have in common, at most `depth`. */
  readonly shared: Uint8Array;
  /** Places from this one on belong to the test text. */
  readonly firstTest: number;
  readonly depth: number;
  /** V. */
  readonly symbols: number;
  /** Called every few milliseconds of work on the contexts; stops it by throwing. */
  readonly check: () => void;
}

/** Bytes that sorting takes for each character of training and test text: the ids given 2, text 2, following 2, order 4 and once more 4, shared 1. */
export const SORT_BYTES_PER_CHARACTER = 15;

/**
 * Sorts the places of `train` and `test` (ids 0 ... V−1) by `depth` characters of context.
 * Both texts begin after a row of start marks, unless `before` gives what stood before the test text.
 */
export function sortContexts(
  train: ArrayLike<number>,
  test: ArrayLike<number>,
  options: { symbols: number; depth: number; before?: ArrayLike<number>; check?: (() => void) | undefined },
): SortedContexts {
  const { symbols, depth, before = [], check = () => {} } = options;
  const firstTrain = depth;
  const firstTest = firstTrain + train.length + depth;
  const text = createSymbols(firstTest + test.length, symbols);
  for (let i = 0; i < train.length; i++) text[firstTrain + i] = train[i]! + 1;
  for (let i = 0; i < test.length; i++) text[firstTest + i] = test[i]! + 1;
  const known = Math.min(depth, before.length);
  for (let i = 1; i <= known; i++) text[firstTest - i] = before[before.length - i]! + 1;

  const ranges = [
    { from: firstTrain, to: firstTrain + train.length },
    { from: firstTest, to: firstTest + test.length },
  ];
  const order = sortByContext(text, ranges, { depth, V: symbols, check });
  const following = createSymbols(order.length, symbols);
  for (let i = 0; i < order.length; i++) following[i] = text[order[i]!]!;
  return {
    order,
    following,
    shared: commonLengths(text, order, { depth, check }),
    firstTest,
    depth,
    symbols,
    check,
  };
}

/** Places between two calls of `check`, less one: a mask. */
export const CHECK = (1 << 18) - 1;

function commonLengths(
  text: Symbols,
  order: Uint32Array,
  { depth, check }: { depth: number; check: () => void },
): Uint8Array {
  const shared = new Uint8Array(order.length);
  for (let i = 1; i < order.length; i++) {
    if ((i & CHECK) === 0) check();
    shared[i] = commonLength(text, order[i - 1]!, order[i]!, depth);
  }
  return shared;
}
