import { estimateDiscounts, type Discounts } from './discounts.js';
import { walkContexts, type Followers } from './followers.js';
import { SORT_BYTES_PER_CHARACTER, sortContexts, type SortedContexts } from './sorted-contexts.js';

/** The probabilities that the n-gram model with `context` characters of context assigns to the test text. */
export interface NgramLevel {
  readonly context: number;
  /** One probability per character of the test text. The array is reused for the next level. */
  readonly probabilities: Float64Array;
}

/** Bytes taken for each character of the test text beyond sorting: two float64 probabilities. */
const PROBABILITY_BYTES = 16;

/** The memory, in bytes, that `kneserNey` takes for texts of these lengths. */
export function kneserNeyBytes(trainLength: number, testLength: number): number {
  return (trainLength + testLength) * SORT_BYTES_PER_CHARACTER + testLength * PROBABILITY_BYTES;
}

/**
 * Interpolated modified Kneser-Ney over symbols, all models of 0 ... maxContext characters of context at once:
 *
 *     P(c | h) = (N(h c) − D(N(h c))) / N(h •)  +  λ(h)·P(c | h without its first character)
 *     λ(h)     = Σ_c D(N(h c)) / N(h •)
 *
 * N(h c) is the raw count c(h c) at a model's longest context and the continuation count N1+(• h c) below it;
 * D = D1, D2, D3+ is estimated for each length and kind of count by itself (discounts.ts). The empty context is
 * interpolated with the uniform 1/V. An unseen context has the probability of the shorter one.
 * Chen & Goodman (1999). `train` and `test` hold ids 0 ... V−1; a symbol that training never
 * saw gets its share of the uniform distribution.
 */
export function* kneserNey(
  train: ArrayLike<number>,
  test: ArrayLike<number>,
  options: {
    symbols: number;
    maxContext: number;
    before?: ArrayLike<number>;
    check?: (() => void) | undefined;
  },
): Generator<NgramLevel> {
  const contexts = sortContexts(train, test, { ...options, depth: options.maxContext });
  const lower = new Float64Array(test.length).fill(1 / options.symbols);
  const probabilities = new Float64Array(test.length);
  for (let context = 0; context <= options.maxContext; context++) {
    const discounts = tally(contexts, context);
    const final = interpolation(contexts, discounts.raw, lower, probabilities);
    const forLonger = interpolation(contexts, discounts.continuation, lower, lower);
    walkContexts(contexts, context, (h) => {
      final(h, h.raw);
      forLonger(h, h.continuation);
    });
    yield { context, probabilities };
  }
}

/** The discounts for contexts of k characters, from how many n-grams occur once, twice, three and four times. */
function tally(contexts: SortedContexts, k: number): { raw: Discounts; continuation: Discounts } {
  // [i]: n-grams that occur i times; the last holds all that occur more often
  const raw = [0, 0, 0, 0, 0, 0];
  const continuation = [0, 0, 0, 0, 0, 0];
  walkContexts(contexts, k, (h) => {
    for (let j = 0; j < h.size; j++) {
      raw[Math.min(h.raw[h.symbols[j]!]!, 5)]!++;
      continuation[Math.min(h.continuation[h.symbols[j]!]!, 5)]!++;
    }
  });
  return { raw: estimateDiscounts(raw), continuation: estimateDiscounts(continuation) };
}

/**
 * For a context h with these counts: result = P(c | h) at every place of the test text that has it, from
 * lower = P(c | shorter h).
 */
function interpolation(
  { order, following, firstTest }: SortedContexts,
  D: Discounts,
  lower: Float64Array,
  result: Float64Array,
): (h: Followers, counts: Uint32Array) => void {
  return (h, counts) => {
    let total = 0;
    let heldBack = 0;
    for (let j = 0; j < h.size; j++) {
      const count = counts[h.symbols[j]!]!;
      total += count;
      heldBack += D[Math.min(count, 3)]!;
    }
    for (let i = h.from; i < h.to; i++) {
      const at = order[i]! - firstTest;
      if (at < 0) continue;
      const count = counts[following[i]!]!;
      const seen = count - D[Math.min(count, 3)]!;
      result[at] = total === 0 ? lower[at]! : (seen + heldBack * lower[at]!) / total;
    }
  };
}
