import { BETWEEN_CHECKS, type Check } from '../core/check.js';
import { commonLength, createSymbols, type Symbols } from './sort-by-context.js';

/** One context h of k symbols, and what follows it. */
export interface OpenContext {
  /** The symbol in front, by which it differs from its siblings, as it stands in the text; 0 for the empty context. */
  first: number;
  /** Contexts of k + 1 symbols that end with it; 0 at the last level. */
  children: number;
  /** The first `size` entries are the ids that follow it. */
  readonly symbols: Symbols;
  size: number;
  /** By id: at the last level how often it follows; at the others, how many children it follows. */
  readonly counts: Uint32Array;
}

/**
 * Visits all contexts of 0 ... order symbols along places sorted by at least that many, each when its interval ends:
 * children before their parent, siblings in order. A context of level k is valid until `visit` returns.
 *
 * A symbol is counted at the last level; where it is new to a context, its parent counts one child more that has it,
 * and so on towards level 0. So one walk counts all levels.
 */
export function walkLevels(
  text: Symbols,
  places: Uint32Array,
  { V, order, check }: { V: number; order: number; check: Check },
  visit: (k: number, context: OpenContext) => void,
): void {
  const open = Array.from({ length: order + 1 }, (): OpenContext => ({
    first: 0,
    children: 0,
    size: 0,
    symbols: createSymbols(V, V),
    counts: new Uint32Array(V),
  }));

  /** Ends the contexts longer than `length`, the longest first. */
  function endLonger(length: number): void {
    for (let k = order; k > length; k--) {
      const context = open[k]!;
      visit(k, context);
      for (let j = 0; j < context.size; j++) context.counts[context.symbols[j]!] = 0;
      context.size = context.children = 0;
      if (k > 0) open[k - 1]!.children += 1;
    }
  }

  function count(id: number): void {
    for (let k = order; k >= 0; k--) {
      const context = open[k]!;
      if (context.counts[id]!++ > 0) return;
      context.symbols[context.size++] = id;
    }
  }

  for (let i = 0; i < places.length; i++) {
    if (i % BETWEEN_CHECKS === 0) check();
    const place = places[i]!;
    const common = i === 0 ? 0 : commonLength(text, places[i - 1]!, place, order);
    if (i > 0) endLonger(common);
    for (let k = common + 1; k <= order; k++) open[k]!.first = text[place - k]!;
    count(text[place]! - 1);
  }
  if (places.length > 0) endLonger(-1);
}
