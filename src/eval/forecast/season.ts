/** Rows at the end of a series in which a season is looked for, and the longest that is found. */
const [LOOKED_AT, LONGEST] = [16_384, 1500] as const;
/** The autocorrelation from which a season counts as found. */
const LEAST = 0.3;
/** A season has about as high a peak as its multiples, of which the highest may be one. */
const [LEAST_HEIGHT, TOLERANCE] = [0.9, 0.03] as const;

/**
 * Rows of a season, where a series has one: the lag of the highest peak of the autocorrelation after it has first fallen
 * below zero, of the series without its straight line, or of its differences, whichever peak is higher. Undefined where
 * that is below .3. A season must occur three times.
 */
export function findSeason(values: ArrayLike<number>): number | undefined {
  const from = Math.max(0, values.length - LOOKED_AT);
  const recent = Float64Array.from({ length: values.length - from }, (_, i) => values[from + i]!);
  const differences = recent.subarray(1).map((value, i) => value - recent[i]!);
  const peaks = [withoutLine(recent), withoutMean(differences)].map(highestPeak);
  const [best] = peaks.filter((peak) => peak !== undefined).sort((a, b) => b.height - a.height);
  return best && best.height >= LEAST ? best.lag : undefined;
}

/** The residuals of a straight line, by least squares. */
function withoutLine(values: Float64Array): Float64Array {
  const n = values.length;
  const middle = (n - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let [products, squares] = [0, 0];
  values.forEach((value, i) => {
    products += (i - middle) * (value - mean);
    squares += (i - middle) ** 2;
  });
  const slope = squares > 0 ? products / squares : 0;
  return values.map((value, i) => value - mean - slope * (i - middle));
}

function withoutMean(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function highestPeak(values: Float64Array): { readonly lag: number; readonly height: number } | undefined {
  const last = Math.min(LONGEST, Math.floor(values.length / 3));
  const variance = product(values, 0);
  if (!(variance > 0)) return undefined;
  const correlation = Array.from({ length: last + 2 }, (_, lag) => product(values, lag) / variance);
  const peaks: { lag: number; height: number }[] = [];
  let hasFallen = false;
  for (let lag = 1; lag <= last; lag++) {
    const height = correlation[lag]!;
    hasFallen ||= height < 0;
    const isPeak = height > correlation[lag - 1]! && height >= correlation[lag + 1]!;
    if (hasFallen && isPeak && lag > 1) peaks.push({ lag, height });
  }
  if (peaks.length === 0) return undefined;
  const highest = peaks.reduce((best, peak) => (peak.height > best.height ? peak : best));
  const isPart = (lag: number) => {
    const times = Math.round(highest.lag / lag);
    return times > 1 && Math.abs(highest.lag / lag - times) < TOLERANCE * times;
  };
  return peaks.find(({ lag, height }) => isPart(lag) && height >= LEAST_HEIGHT * highest.height) ?? highest;
}

/** The mean product of values `lag` apart. */
function product(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < values.length; i++) sum += values[i]! * values[i - lag]!;
  return sum / (values.length - lag);
}
