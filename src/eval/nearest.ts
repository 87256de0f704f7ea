/** Series of numbers with the same number of columns, [L, D] each, row by row. */
export interface LabeledNumbers {
  readonly numbers: Float32Array;
  readonly label: number;
}

/** Rows that series are brought to, where their lengths differ: by interpolation between neighbors. */
const MOST_ROWS = 256;

/**
 * The label of the nearest series by Euclidean distance (1-nearest-neighbor), against which classifiers of series are
 * measured (Bagnall et al. 2017). Series of different lengths are brought to one length first.
 */
export function createNearest(
  known: readonly LabeledNumbers[],
  D: number,
): (numbers: Float32Array) => number {
  const lengths = known.map(({ numbers }) => numbers.length / D).sort((a, b) => a - b);
  const isSame = lengths[0] === lengths.at(-1);
  const L = isSame ? lengths[0]! : Math.min(MOST_ROWS, lengths[Math.floor(lengths.length / 2)]!);
  const resampled = known.map(({ numbers, label }) => ({ numbers: resample(numbers, D, L), label }));
  return (numbers) => {
    const wanted = resample(numbers, D, L);
    let best = { distance: Infinity, label: -1 };
    for (const one of resampled) {
      let distance = 0;
      for (let i = 0; i < wanted.length && distance < best.distance; i++)
        distance += (wanted[i]! - one.numbers[i]!) ** 2;
      if (distance < best.distance) best = { distance, label: one.label };
    }
    return best.label;
  };
}

/** [N, D] as [L, D]. */
function resample(numbers: Float32Array, D: number, L: number): Float32Array {
  const N = numbers.length / D;
  if (N === L) return numbers;
  const resampled = new Float32Array(L * D);
  for (let l = 0; l < L; l++) {
    const at = L === 1 ? 0 : (l * (N - 1)) / (L - 1);
    const below = Math.floor(at);
    const above = Math.min(below + 1, N - 1);
    for (let d = 0; d < D; d++) {
      const value = numbers[below * D + d]!;
      resampled[l * D + d] = value + (at - below) * (numbers[above * D + d]! - value);
    }
  }
  return resampled;
}
