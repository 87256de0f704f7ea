import { continueSeries, fitAutoregression, type Autoregression } from './autoregression.js';
import { findSeason } from './season.js';

/** Forecasts without a network, by which one is judged. */
export const baselineNames = ['naive', 'seasonal', 'drift', 'ar'] as const;
export type BaselineName = (typeof baselineNames)[number];

/** What the baselines know of a series: all of it comes from what the network was trained on. */
export interface Baselines {
  /** Rows of a season; 1 where there is none. */
  readonly season: number;
  /** The mean change from row to row. */
  readonly slope: number;
  readonly autoregression: Autoregression;
  /** The mean absolute error, on the series itself, of the forecast that repeats the season before. */
  readonly scale: number;
  /** Rows before a forecast that the baselines read. */
  readonly reads: number;
}

/**
 * Fits the baselines to the series that are trained on, the longest of which decides on the season and is fitted.
 * `season`: rows of a season, where they are known.
 */
export function fitBaselines(parts: readonly ArrayLike<number>[], season?: number): Baselines {
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best));
  const m = season ?? findSeason(longest) ?? 1;
  const autoregression = fitAutoregression(longest);
  let [changes, steps, errors, compared] = [0, 0, 0, 0];
  for (const part of parts) {
    if (part.length > 1) changes += part[part.length - 1]! - part[0]!;
    steps += Math.max(0, part.length - 1);
    for (let i = m; i < part.length; i++) errors += Math.abs(part[i]! - part[i - m]!);
    compared += Math.max(0, part.length - m);
  }
  return {
    season: m,
    slope: steps > 0 ? changes / steps : 0,
    autoregression,
    scale: errors / compared,
    reads: Math.max(m, autoregression.coefficients.length, 1),
  };
}

/**
 * The forecasts of `steps` rows after those in `before`, the newest last:
 *
 *     naive      y_t                      the last row
 *     seasonal   y_{t + h − m·⌈h/m⌉}      the same row of the season before
 *     drift      y_t + h·slope            the mean change of the training part, on and on
 *     ar         AR(p), fed with its own forecasts
 */
export function forecastBaselines(
  { season, slope, autoregression }: Baselines,
  before: ArrayLike<number>,
  steps: number,
): Record<BaselineName, number[]> {
  const end = before.length;
  const last = before[end - 1]!;
  const each = (of: (h: number) => number) => Array.from({ length: steps }, (_, i) => of(i + 1));
  return {
    naive: each(() => last),
    seasonal: each((h) => before[end - 1 + h - season * Math.ceil(h / season)]!),
    drift: each((h) => last + h * slope),
    ar: continueSeries(autoregression, before, steps),
  };
}
