import type { Floats } from '../core/floats.js';
import type { CountLevel, CountTable } from './count-table.js';
import { estimateDiscounts, type Discounts } from './discounts.js';
import { createRunIndex, type RunIndex } from './table-index.js';

/** Predicts the next symbol from the counts of a table. */
export interface Predictor {
  /** V. */
  readonly symbols: number;
  /** Symbols of context it reads. */
  readonly order: number;
  /**
   * Fills `logs` [V] with log P(c | h), in nats, for the context h = history[from ... from + order), the latest symbol
   * last, as ids + 1, and 0 before the text begins. Returns log Λ, the logarithm of the share that all levels together
   * leave to the uniform distribution: 0 where nothing is known, the lower the more often h and its ends occurred.
   */
  predict(history: ArrayLike<number>, from: number, logs: Floats): number;
}

/**
 * Interpolated modified Kneser-Ney smoothing (Chen & Goodman 1999), as in kneser-ney.ts, one symbol at a time:
 *
 *     P_k(c | h) = (N(h c) − D(N(h c))) / N(h •) + λ(h)·P_{k−1}(c | h without its first symbol)
 *     λ(h)       = Σ_c D(N(h c)) / N(h •),   P_{−1} = 1/V,   Λ = Π_k λ
 *
 * for the longest context that occurs in the text. Most symbols follow no context but the empty one: for them
 * log P = Σ log λ + log P_0(c), so that a logarithm is taken only for those that follow a longer one.
 */
export function createPredictor({ symbols: V, levels }: CountTable): Predictor {
  const indexed = levels.map(indexLevel);
  const order = levels.length - 1;
  const path = new Uint32Array(levels.length);
  // Σ of the shares that levels 1 ... order add to each symbol, and the symbols that have any
  const sum = new Float64Array(V);
  const found = new Int32Array(V);
  let n = 0;

  /** Adds weight·(N − D(N)) / N(h •) for each symbol that follows a context; returns λ. */
  function add({ followerRuns, follower, counts, D }: IndexedLevel, context: number, weight: number): number {
    const from = followerRuns.start(context);
    const to = from + followerRuns.length(context);
    let total = 0;
    let heldBack = 0;
    for (let j = from; j < to; j++) {
      total += counts[j]!;
      heldBack += D[Math.min(counts[j]!, 3)]!;
    }
    for (let j = from; j < to; j++) {
      const c = follower[j]!;
      const share = (weight * (counts[j]! - D[Math.min(counts[j]!, 3)]!)) / total;
      if (sum[c] === 0 && share > 0) found[n++] = c;
      sum[c]! += share;
    }
    return heldBack / total;
  }

  const lambda0 = add(indexed[0]!, 0, 1);
  const P0 = sum.map((share) => share + lambda0 / V);
  const logP0 = P0.map(Math.log);
  sum.fill(0);

  return {
    symbols: V,
    order,
    predict(history, from, logs) {
      n = 0;
      let below = 1;
      for (let k = descend(indexed, history, from, path); k > 0; k--)
        below *= add(indexed[k]!, path[k]!, below);
      const logBelow = Math.log(below);
      for (let c = 0; c < V; c++) logs[c] = logBelow + logP0[c]!;
      for (let i = 0; i < n; i++) {
        const c = found[i]!;
        logs[c] = Math.log(sum[c]! + below * P0[c]!);
        sum[c] = 0;
      }
      return logBelow + Math.log(lambda0);
    },
  };
}

interface IndexedLevel extends CountLevel {
  readonly childRuns: RunIndex;
  readonly followerRuns: RunIndex;
  readonly D: Discounts;
}

function indexLevel(level: CountLevel): IndexedLevel {
  const n = [0, 0, 0, 0, 0, 0];
  for (const count of level.counts) n[Math.min(count, 5)]!++;
  return {
    ...level,
    childRuns: createRunIndex(level.children),
    followerRuns: createRunIndex(level.followers),
    D: estimateDiscounts(n),
  };
}

/** Fills `path` with the contexts of 0, 1, 2, ... symbols; returns the length of the longest that occurs. */
function descend(
  levels: readonly IndexedLevel[],
  history: ArrayLike<number>,
  from: number,
  path: Uint32Array,
): number {
  const order = levels.length - 1;
  for (let k = 0; k < order; k++) {
    const child = findChild(levels[k]!, levels[k + 1]!, path[k]!, history[from + order - 1 - k]!);
    if (child < 0) return k;
    path[k + 1] = child;
  }
  return order;
}

/** The child of a context that begins with `first`, or −1. Siblings are in order. */
function findChild({ childRuns }: IndexedLevel, next: IndexedLevel, context: number, first: number): number {
  let low = childRuns.start(context);
  const end = low + childRuns.length(context);
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (next.first[middle]! < first) low = middle + 1;
    else high = middle;
  }
  return low < end && next.first[low] === first ? low : -1;
}
