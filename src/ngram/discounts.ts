/**
 * How much a count of 1, 2, and 3 or more gives up to unseen symbols: [0, D1, D2, D3+], so that D[min(count, 3)]
 * is the discount of a count.
 */
export type Discounts = readonly [0, number, number, number];

/** Used where a text is too small, or too regular, to estimate its own. */
export const fallbackDiscounts: Discounts = [0, 0.5, 1, 1.5];

/**
 * The discounts of modified Kneser-Ney smoothing from n[i], the number of n-grams that occur exactly i times:
 *
 *     Y = n1 / (n1 + 2·n2),   D_i = i − (i + 1)·Y·n(i+1) / n(i)   for i = 1, 2, 3
 *
 * Chen & Goodman (1999), "An empirical study of smoothing techniques for language modeling", equation 26.
 * Where a D_i does not come out between 0 and i, the whole order takes the fallback, as KenLM does on request.
 */
export function estimateDiscounts(n: readonly number[]): Discounts {
  const [, n1, n2, n3, n4] = n as [number, number, number, number, number];
  const Y = n1 / (n1 + 2 * n2);
  const D1 = 1 - (2 * Y * n2) / n1;
  const D2 = 2 - (3 * Y * n3) / n2;
  const D3 = 3 - (4 * Y * n4) / n3;
  const usable = D1 > 0 && D1 < 1 && D2 > 0 && D2 <= 2 && D3 > 0 && D3 <= 3;
  return usable ? [0, D1, D2, D3] : fallbackDiscounts;
}
