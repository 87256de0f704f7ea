/** The index, from 0, of the largest of values[from ... from + n); the first of equals. */
export function argmax(values: ArrayLike<number>, from = 0, n = values.length - from): number {
  let best = 0;
  for (let i = 1; i < n; i++) if (values[from + i]! > values[from + best]!) best = i;
  return best;
}
