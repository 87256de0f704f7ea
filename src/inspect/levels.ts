/** How many values of a graded feature are told apart; five binary features share the 2⁵ levels of one channel. */
export const LEVELS = 32;
/** Binary features that share a channel: log₂ of the levels. */
export const BITS = 5;

/** A graded feature as levels 0 ... 31: a byte per position, and the mean value of each level. */
export interface Leveled {
  readonly codes: Uint8Array;
  readonly values: Float64Array;
}

const SAMPLE = 100_000;

/**
 * Sorts values into at most 32 levels in ascending order: one for each distinct value where there are so few, else of
 * about equal population (by a sample of 100,000).
 */
export function toLevels(values: Float32Array): Leveled {
  const edges = levelEdges(values);
  const codes = new Uint8Array(values.length);
  const sums = new Float64Array(LEVELS);
  const counts = new Float64Array(LEVELS);
  for (let i = 0; i < values.length; i++) {
    let level = 0;
    while (level < edges.length && values[i]! >= edges[level]!) level++;
    codes[i] = level;
    sums[level]! += values[i]!;
    counts[level]! += 1;
  }
  return { codes, values: sums.map((sum, level) => (counts[level]! > 0 ? sum / counts[level]! : 0)) };
}

/** Where each level but the lowest begins, ascending. */
function levelEdges(values: Float32Array): Float32Array {
  const every = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample = values.filter((_, i) => i % every === 0).sort();
  const distinct = sample.filter((value, i) => i === 0 || value !== sample[i - 1]);
  if (distinct.length <= LEVELS) return distinct.slice(1);
  const edges = Float32Array.from({ length: LEVELS - 1 }, (_, level) => {
    return sample[Math.floor(((level + 1) * sample.length) / LEVELS)]!;
  });
  return edges.filter((edge, i) => edge > (i === 0 ? sample[0]! : edges[i - 1]!));
}
