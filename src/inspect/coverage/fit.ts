import type { Both } from '../search/report.js';
import { sharesOf, type Columns } from './standardize.js';

/** A straight line for each column: its share of the held-out variance, and the sign of its slope. */
export interface Fit {
  readonly shares: Float64Array;
  readonly signs: readonly (1 | -1)[];
}

/**
 * Predicts each column of `cells` from the same column of `signals` by least squares on the selection: of a formula,
 * which is 0 or 1, the two means. A constant signal predicts the mean.
 */
export function fitLines(signals: Both<Columns>, cells: Both<Columns>): Fit {
  const { selection: x } = signals;
  const y = cells.selection.values;
  const { n, width } = x;
  const sums = Array.from({ length: 4 }, () => new Float64Array(width)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [sx, sy, sxx, sxy] = sums;
  for (let i = 0, at = 0; i < n; i++) {
    for (let c = 0; c < width; c++, at++) {
      sx[c]! += x.values[at]!;
      sy[c]! += y[at]!;
      sxx[c]! += x.values[at]! ** 2;
      sxy[c]! += x.values[at]! * y[at]!;
    }
  }
  const slopes = sxx.map((square, c) => {
    const variance = square - sx[c]! ** 2 / n;
    return variance > 0 ? (sxy[c]! - (sx[c]! * sy[c]!) / n) / variance : 0;
  });
  const levels = slopes.map((slope, c) => (sy[c]! - slope * sx[c]!) / n);
  const { values } = signals.heldOut;
  const predicted = values.map((value, at) => levels[at % width]! + slopes[at % width]! * value);
  return {
    shares: sharesOf(cells.heldOut, predicted),
    signs: Array.from(slopes, (slope) => (slope < 0 ? -1 : 1)),
  };
}
