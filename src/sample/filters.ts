import { argmax, sum } from '../core/numbers.js';

/**
 * Filters of a distribution over V symbols before a symbol is drawn. Each works in place on probabilities p [V],
 * sets what it excludes to 0 and need not normalize; at least the likeliest symbol stays.
 */

/** p = softmax(logits / temperature). */
export function softmax(logits: ArrayLike<number>, temperature: number, p: Float64Array): void {
  const V = p.length;
  let max = -Infinity;
  for (let v = 0; v < V; v++) if (logits[v]! > max) max = logits[v]!;
  let sum = 0;
  for (let v = 0; v < V; v++) sum += p[v] = Math.exp((logits[v]! - max) / temperature);
  for (let v = 0; v < V; v++) p[v] = p[v]! / sum;
}

/** Keeps the k likeliest symbols (Fan, Lewis & Dauphin 2018). Ties at the threshold are all kept. */
export function topK(p: Float64Array, k: number): void {
  if (k >= p.length) return;
  const threshold = p.slice().sort().at(-k)!;
  for (let v = 0; v < p.length; v++) if (p[v]! < threshold) p[v] = 0;
}

/** Keeps the fewest likeliest symbols that together reach probability `share` (nucleus; Holtzman et al. 2020). */
export function topP(p: Float64Array, share: number): void {
  const order = Array.from(p.keys()).sort((a, b) => p[b]! - p[a]!);
  const total = sum(p);
  let reached = 0;
  for (const v of order) {
    if (reached >= share * total) p[v] = 0;
    else reached += p[v]!;
  }
}

/** Keeps symbols at least `share` times as likely as the likeliest (Nguyen et al. 2024). */
export function minP(p: Float64Array, share: number): void {
  const threshold = share * p[argmax(p)]!;
  for (let v = 0; v < p.length; v++) if (p[v]! < threshold) p[v] = 0;
}

/** Draws an index with probability proportional to p, for a uniform number u in [0, 1). */
export function draw(p: Float64Array, u: number): number {
  let total = 0;
  for (let v = 0; v < p.length; v++) total += p[v]!;
  let left = u * total;
  for (let v = 0; v < p.length; v++) {
    left -= p[v]!;
    if (left < 0) return v;
  }
  return argmax(p);
}
