/**
 * The smallest automaton that accepts every substring of one text. A state stands for the substrings that end at
 * the same places; they are the suffixes of its longest one, of lengths (length[link[state]], length[state]].
 * Blumer et al. (1985), "The smallest automaton recognizing the subwords of a text".
 */
export interface SuffixAutomaton {
  /** next[state].get(symbol): where a symbol leads. State 0 is the empty string. */
  readonly next: readonly ReadonlyMap<number, number>[];
  /** The state of the longest suffix that is in another state; −1 at state 0. */
  readonly link: readonly number[];
  readonly length: readonly number[];
  /** prefix[i]: the state of the text's first i + 1 symbols. */
  readonly prefix: readonly number[];
}

/** Built in one pass over `symbols`, a state and its links at a time; at most two states per symbol. */
export function createSuffixAutomaton(symbols: Iterable<number>): SuffixAutomaton {
  const next: Map<number, number>[] = [new Map()];
  const link = [-1];
  const length = [0];
  const prefix: number[] = [];
  let last = 0;
  for (const symbol of symbols) {
    const state = addState(new Map(), length[last]! + 1);
    let p = last;
    for (; p >= 0 && !next[p]!.has(symbol); p = link[p]!) next[p]!.set(symbol, state);
    link[state] = p < 0 ? 0 : stateWithin(p, symbol);
    prefix.push((last = state));
  }
  return { next, link, length, prefix };

  function addState(edges: Map<number, number>, size: number): number {
    next.push(edges);
    length.push(size);
    link.push(0);
    return next.length - 1;
  }

  /** The state whose longest substring is p's longest followed by `symbol`: split off from a larger one if need be. */
  function stateWithin(p: number, symbol: number): number {
    const q = next[p]!.get(symbol)!;
    if (length[q] === length[p]! + 1) return q;
    const copy = addState(new Map(next[q]), length[p]! + 1);
    link[copy] = link[q]!;
    link[q] = copy;
    for (; p >= 0 && next[p]!.get(symbol) === q; p = link[p]!) next[p]!.set(symbol, copy);
    return copy;
  }
}
