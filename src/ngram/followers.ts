import { createSymbols, type Symbols } from './sort-by-context.js';
import { CHECK, type SortedContexts } from './sorted-contexts.js';

/** One context h of k characters: where it stands, and what follows it in the training text. */
export interface Followers {
  /** The places order[from ... to) share this context. */
  from: number;
  to: number;
  /** The first `size` entries are the symbols that follow h in training. */
  readonly symbols: Symbols;
  size: number;
  /** raw[c] = c(h c): how often symbol c follows h. */
  readonly raw: Uint32Array;
  /** continuation[c] = N1+(• h c): before how many different characters (or the text's beginning) h c has stood. */
  readonly continuation: Uint32Array;
}

/**
 * Visits every context of k characters, in order, with the counts of its followers. The object is the same at every
 * visit, its counts are valid until `visit` returns. Within the interval of h, the places that share one character more
 * form sub-intervals: a follower counts once towards `continuation` for each sub-interval it occurs in.
 */
export function walkContexts(contexts: SortedContexts, k: number, visit: (h: Followers) => void): void {
  const { order, following, shared, firstTest, symbols, check } = contexts;
  const h: Followers = {
    from: 0,
    to: 0,
    symbols: createSymbols(symbols + 1, symbols),
    size: 0,
    raw: new Uint32Array(symbols + 1),
    continuation: new Uint32Array(symbols + 1),
  };
  const { raw, continuation } = h;
  const lastChild = new Uint32Array(symbols + 1);
  let child = 1;
  for (let i = 0; i < order.length; i++) {
    if ((i & CHECK) === 0) check();
    if (i > 0 && shared[i]! < k) close(h, i, visit);
    if (i > 0 && shared[i]! <= k) child++;
    if (order[i]! >= firstTest) continue;
    const symbol = following[i]!;
    if (raw[symbol]! === 0) h.symbols[h.size++] = symbol;
    raw[symbol]! += 1;
    if (lastChild[symbol] !== child) continuation[symbol]! += 1;
    lastChild[symbol] = child;
  }
  close(h, order.length, visit);
}

function close(h: Followers, to: number, visit: (h: Followers) => void): void {
  h.to = to;
  visit(h);
  for (let j = 0; j < h.size; j++) {
    h.raw[h.symbols[j]!] = 0;
    h.continuation[h.symbols[j]!] = 0;
  }
  h.size = 0;
  h.from = to;
}
