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

/** Two bytes a symbol, unless two bytes can just hold the symbols but not the start mark as well. */
export type Symbols = Uint16Array | Uint32Array;

export function createSymbols(length: number, symbols: number): Symbols {
  return symbols < 65536 ? new Uint16Array(length) : new Uint32Array(length);
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

  const places = new Uint32Array(train.length + test.length);
  for (let i = 0; i < train.length; i++) places[i] = firstTrain + i;
  for (let i = 0; i < test.length; i++) places[train.length + i] = firstTest + i;
  const order = sortByContext(text, places, { depth, radix: symbols + 1, check });
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

/** Stable counting sorts by the character `back` places before, from the farthest to the nearest. */
function sortByContext(
  text: Symbols,
  places: Uint32Array,
  { depth, radix, check }: { depth: number; radix: number; check: () => void },
): Uint32Array {
  let from: Uint32Array = places;
  let to: Uint32Array = new Uint32Array(places.length);
  const start = new Uint32Array(radix + 1);
  for (let back = depth; back >= 1; back--) {
    start.fill(0);
    for (let i = 0; i < from.length; i++) {
      if ((i & CHECK) === 0) check();
      start[text[from[i]! - back]! + 1]!++;
    }
    for (let s = 0; s < radix; s++) start[s + 1]! += start[s]!;
    for (let i = 0; i < from.length; i++) {
      if ((i & CHECK) === 0) check();
      to[start[text[from[i]! - back]!]!++] = from[i]!;
    }
    [from, to] = [to, from];
  }
  return from;
}

function commonLengths(
  text: Symbols,
  order: Uint32Array,
  { depth, check }: { depth: number; check: () => void },
): Uint8Array {
  const shared = new Uint8Array(order.length);
  for (let i = 1; i < order.length; i++) {
    if ((i & CHECK) === 0) check();
    const a = order[i - 1]!;
    const b = order[i]!;
    let length = 0;
    while (length < depth && text[a - length - 1] === text[b - length - 1]) length++;
    shared[i] = length;
  }
  return shared;
}
