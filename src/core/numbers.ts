/** The sum, from the first to the last; 0 for an empty list. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** The arithmetic mean; NaN for an empty list. */
export const mean = (values: ArrayLike<number>): number => sum(values) / values.length;

/** The product: the number of elements of a tensor of that shape. 1 for an empty list. */
export function product(values: ArrayLike<number>): number {
  let total = 1;
  for (let i = 0; i < values.length; i++) total *= values[i]!;
  return total;
}

/** The largest value, or `least` where all are smaller, or there are none. */
export function largest(values: ArrayLike<number>, least = 0): number {
  let most = least;
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i]!);
  return most;
}

/** The index, from 0, of the largest value; the first of equals. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
