import { BINS, type Bins } from './bins.js';
import type { Column } from './columns.js';
import type { Feature } from './features/feature.js';
import { auc } from './scores/auc.js';
import { bestThreshold, f1, type Threshold } from './scores/f1.js';
import { r2 } from './scores/r2.js';
import { spearman } from './scores/spearman.js';
import type { Tally } from './tally.js';

/**
 * How well one cell goes with one feature, from −1 to 1; 0 is chance. Binary: 2·AUC − 1; graded: Spearman's ρ. The sign
 * says whether the cell is high or low where the feature is. 0 also where nothing can be said.
 */
export function association(tally: Tally, cell: number, feature: number): number {
  const k = tally.columns.findIndex((column) => column.feature === feature);
  const column = tally.columns[k]!;
  const counts = countsOf(tally, cell);
  const sums = sumsOf(tally, cell, k);
  const value = column.measure === 'on' ? 2 * auc(counts, sums) - 1 : spearman(counts, sums, column);
  return Number.isFinite(value) ? value : 0;
}

/** All associations, [feature][cell]. */
export function associations(tally: Tally, features: readonly Feature[], cells: number): Float32Array[] {
  return features.map((_, feature) =>
    Float32Array.from({ length: cells }, (_, cell) => association(tally, cell, feature)),
  );
}

/** F1 on `held` of the threshold that is best on `chosen`. */
export function thresholdScore(chosen: Tally, held: Tally, cell: number, feature: number): ThresholdScore {
  const k = chosen.columns.findIndex((column) => column.feature === feature);
  const threshold = bestThreshold(countsOf(chosen, cell), sumsOf(chosen, cell, k));
  return { threshold, f1: f1(countsOf(held, cell), sumsOf(held, cell, k), threshold) };
}

export interface ThresholdScore {
  readonly threshold: Threshold;
  readonly f1: number;
}

/** R² of a graded feature. */
export function squaredCorrelation(tally: Tally, bins: Bins, cell: number, feature: number): number {
  const k = tally.columns.findIndex(({ feature: f, measure }) => f === feature && measure === 'value');
  const column: Column = tally.columns[k]!;
  const centers = bins.centers.subarray(cell * BINS, (cell + 1) * BINS);
  return r2(countsOf(tally, cell), sumsOf(tally, cell, k), centers, column);
}

const countsOf = (tally: Tally, cell: number): Float64Array =>
  tally.counts.subarray(cell * BINS, (cell + 1) * BINS);

function sumsOf(tally: Tally, cell: number, column: number): Float64Array {
  const at = (cell * tally.columns.length + column) * BINS;
  return tally.sums.subarray(at, at + BINS);
}
