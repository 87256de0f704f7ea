import { refuseUnlessFinite } from '../model/finite.js';

/** log Σ exp x, computed relative to the maximum; 0 for log-probabilities. */
export function logSumExp(x: ArrayLike<number>): number {
  let max = -Infinity;
  for (let v = 0; v < x.length; v++) if (x[v]! > max) max = x[v]!;
  let sum = 0;
  for (let v = 0; v < x.length; v++) sum += Math.exp(x[v]! - max);
  return max + Math.log(sum);
}

/** log softmax of values[from ... from + n), in float64. Throws model/not-finite. */
export function logSoftmax(values: ArrayLike<number>, from: number, n: number): Float64Array {
  refuseUnlessFinite(values, from, n);
  const x = Float64Array.from({ length: n }, (_, i) => values[from + i]!);
  const normalizer = logSumExp(x);
  return x.map((value) => value - normalizer);
}
