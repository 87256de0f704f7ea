/**
 * The fewest insertions, deletions and substitutions that turn `a` into `b` (Levenshtein 1966), row by row of the table
 *
 *     d[i][j] = min(d[i−1][j] + 1, d[i][j−1] + 1, d[i−1][j−1] + (a_i ≠ b_j))
 *
 * With `swaps`, the exchange of two neighbors is one edit too (Damerau 1964): also d[i−2][j−2] + 1 where a_i = b_j−1 and
 * a_i−1 = b_j.
 */
export function editDistance<T>(a: ArrayLike<T>, b: ArrayLike<T>, { swaps = false } = {}): number {
  let twoAbove = new Int32Array(b.length + 1);
  let above = Int32Array.from({ length: b.length + 1 }, (_, j) => j);
  let row = new Int32Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const substituted = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(above[j]! + 1, row[j - 1]! + 1, substituted);
      const swapped = swaps && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, twoAbove[j - 2]! + 1);
    }
    [twoAbove, above, row] = [above, row, twoAbove];
  }
  return above[b.length]!;
}
