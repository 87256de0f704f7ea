/**
 * The fewest insertions, deletions and substitutions that turn `a` into `b` (Levenshtein 1966), row by row of the table
 *
 *     d[i][j] = min(d[i−1][j] + 1, d[i][j−1] + 1, d[i−1][j−1] + (a_i ≠ b_j))
 */
export function editDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let above = Int32Array.from({ length: b.length + 1 }, (_, j) => j);
  let row = new Int32Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const substituted = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(above[j]! + 1, row[j - 1]! + 1, substituted);
    }
    [above, row] = [row, above];
  }
  return above[b.length]!;
}
