import type { Floats } from '../core/floats.js';
import type { CountTable } from './count-table.js';

/**
 * How the predictions of a network and of counts are mixed: log-linearly (Klakow 1998),
 *
 *     P(c) ∝ P_network(c)^a · P_counts(c)^b,   a = network[0] + network[1]·log Λ,   b = counts[0] + counts[1]·log Λ
 *
 * where Λ, the share that the counts leave to the uniform distribution, says how much they know at this place
 * (predict.ts). docs/counts.md compares it with other mixtures.
 */
export interface Mixture {
  readonly network: readonly [constant: number, slope: number];
  readonly counts: readonly [constant: number, slope: number];
}

/** The counts of a text, and how they are mixed with a network that has learned from it. */
export interface Counts {
  readonly table: CountTable;
  readonly mixture: Mixture;
}

/** A typical one, from which fitting begins and from which a short text departs little. */
export const usualMixture: Mixture = { network: [0.5, 0], counts: [0.5, 0] };

/** The exponents a and b where the counts leave a share Λ. */
export function exponentsAt({ network, counts }: Mixture, logShare: number): { a: number; b: number } {
  return { a: network[0] + network[1] * logShare, b: counts[0] + counts[1] * logShare };
}

/** mixed[c] = a·logits[c] + b·log P_counts(c), the logits of the mixture, for all V symbols. */
export function mixLogits(
  logits: Floats,
  logCounts: Floats,
  { a, b }: { readonly a: number; readonly b: number },
  mixed: Floats,
): void {
  const V = logCounts.length;
  for (let c = 0; c < V; c++) mixed[c] = a * logits[c]! + b * logCounts[c]!;
}
