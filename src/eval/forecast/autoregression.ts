/** y_t = constant + Σ_i coefficients[i] · y_{t−1−i}. */
export interface Autoregression {
  readonly constant: number;
  readonly coefficients: readonly number[];
}

/** Rows at the end of a series on which it is fitted. */
const FITTED = 131_072;

/**
 * AR(p) by least squares, with p from 0 to `most` by Akaike's criterion, n·log(Σ e² / n) + 2·(p + 1), over the same n rows for
 * every p. Numbers are centered and scaled while it is fitted.
 */
export function fitAutoregression(
  series: ArrayLike<number>,
  most = usualOrder(series.length),
): Autoregression {
  const from = Math.max(0, series.length - FITTED);
  const N = series.length - from;
  const { mean, deviation } = momentsOf(series, from);
  const y = Float64Array.from({ length: N }, (_, i) => (series[from + i]! - mean) / deviation);
  const P = Math.max(0, Math.min(most, Math.floor((N - 2) / 2)));
  const { gram, right, squares, n } = normalEquations(y, P);
  let best = { score: Infinity, weights: [0] as readonly number[] };
  for (let p = 0; p <= P; p++) {
    const weights = solve(gram, right, p + 1);
    if (weights === undefined) break;
    const rest = weights.reduce((sum, w, i) => sum - w * right[i]!, squares);
    const score = n * Math.log(Math.max(rest, 1e-12 * squares) / n) + 2 * (p + 1);
    if (score < best.score) best = { score, weights };
  }
  const [constant, ...coefficients] = best.weights as [number, ...number[]];
  const total = coefficients.reduce((sum, value) => sum + value, 0);
  return { constant: deviation * constant + mean * (1 - total), coefficients };
}

/** The highest order that is tried on n rows: 10·log10 n, as R's ar() does. */
export const usualOrder = (n: number): number => Math.floor(10 * Math.log10(Math.max(1, n)));

/** The next `steps` values after `before`, the newest last. */
export function continueSeries(
  { constant, coefficients }: Autoregression,
  before: ArrayLike<number>,
  steps: number,
): number[] {
  const known = Array.from(before);
  for (let h = 0; h < steps; h++) {
    const end = known.length;
    known.push(coefficients.reduce((sum, c, i) => sum + c * known[end - 1 - i]!, constant));
  }
  return known.slice(before.length);
}

function momentsOf(series: ArrayLike<number>, from: number) {
  let [mean, squares] = [0, 0];
  for (let i = from; i < series.length; i++) {
    const before = series[i]! - mean;
    mean += before / (i - from + 1);
    squares += before * (series[i]! - mean);
  }
  return { mean, deviation: Math.sqrt(squares / (series.length - from)) || 1 };
}

/** XᵀX, Xᵀy and yᵀy for the rows (1, y_{t−1}, ..., y_{t−P}), t = P ... N − 1. */
function normalEquations(y: Float64Array, P: number) {
  const size = P + 1;
  const gram = Array.from({ length: size }, () => new Float64Array(size));
  const right = new Float64Array(size);
  const row = new Float64Array(size);
  row[0] = 1;
  let squares = 0;
  for (let t = P; t < y.length; t++) {
    for (let i = 1; i < size; i++) row[i] = y[t - i]!;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) gram[i]![j]! += row[i]! * row[j]!;
      right[i]! += row[i]! * y[t]!;
    }
    squares += y[t]! ** 2;
  }
  return { gram, right, squares, n: y.length - P };
}

/** Solves the first `size` equations by Cholesky's method; undefined where they depend on each other. */
function solve(gram: readonly Float64Array[], right: Float64Array, size: number): number[] | undefined {
  const L = Array.from({ length: size }, () => new Float64Array(size));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = gram[i]![j]!;
      for (let k = 0; k < j; k++) sum -= L[i]![k]! * L[j]![k]!;
      if (i === j && !(sum > 1e-10 * gram[i]![i]!)) return undefined;
      L[i]![j] = i === j ? Math.sqrt(sum) : sum / L[j]![j]!;
    }
  }
  const z: number[] = [];
  for (let i = 0; i < size; i++) {
    let sum = right[i]!;
    for (let k = 0; k < i; k++) sum -= L[i]![k]! * z[k]!;
    z.push(sum / L[i]![i]!);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = z[i]!;
    for (let k = i + 1; k < size; k++) sum -= L[k]![i]! * z[k]!;
    z[i] = sum / L[i]![i]!;
  }
  return z;
}
