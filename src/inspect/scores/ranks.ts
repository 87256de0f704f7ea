/** The rank of each value among all, from 1; equal values share their mean rank. */
export function ranksOf(values: Float32Array): Float32Array {
  const sorted = values.slice().sort();
  return values.map((value) => (countBelow(sorted, value, false) + countBelow(sorted, value, true) + 1) / 2);
}

/** How many of `sorted` are below `value`, or at most `value`. */
function countBelow(sorted: Float32Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value || (orEqual && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
