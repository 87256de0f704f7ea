/** √n · the largest distance of the empirical distribution from the uniform one on [0, 1) (Kolmogorov 1933). */
export function kolmogorovSmirnov(values: readonly number[]): number {
  const n = values.length;
  const distances = values
    .toSorted((a, b) => a - b)
    .map((value, i) => Math.max((i + 1) / n - value, value - i / n));
  return Math.sqrt(n) * Math.max(...distances);
}

/** What kolmogorovSmirnov exceeds in one case of a thousand where values are uniform. */
export const KS_LIMIT = 1.95;

/** √n · the correlation of x and y: standard normal where they are independent. */
export function correlation(x: readonly number[], y: readonly number[]): number {
  const centered = (v: readonly number[]) => {
    const mean = v.reduce((a, b) => a + b) / v.length;
    return v.map((value) => value - mean);
  };
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  const [a, b] = [centered(x), centered(y)];
  return (Math.sqrt(x.length) * dot(a, b)) / Math.sqrt(dot(a, a) * dot(b, b));
}
