import { baselineNames, type BaselineName } from './baselines.js';

/** The errors of forecasts. */
export interface Errors {
  readonly rmse: number;
  readonly mae: number;
}

/** How good the forecasts of one target, or of all, are; in the units of the file, but for `mase` and `covered80`. */
export interface ForecastScore extends Errors {
  /** The mean absolute error over that, on the training part, of repeating the season before; below 1 is better. */
  readonly mase: number;
  /** The continuous ranked probability score, from the quantiles .05 ... .95. */
  readonly crps: number;
  /** The share of values within the 10 % and 90 % quantiles. */
  readonly covered80: number;
  readonly baselines: Readonly<Record<BaselineName, Errors>>;
}

/** The quantiles of which the score is made; of them .1 and .9 are an interval. */
export const LEVELS: readonly number[] = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/** Adds forecasts of one target. */
export interface ForecastTally {
  /** A value, its forecast and the quantiles LEVELS of it, and the forecasts of the baselines. */
  add(
    value: number,
    forecast: { readonly mean: number; readonly quantiles: ArrayLike<number> },
    baselines: Readonly<Record<BaselineName, number>>,
  ): void;
  readonly count: number;
  /** `scale`: what the mean absolute error is divided by for mase. */
  score(scale: number): ForecastScore;
}

export function createForecastTally(): ForecastTally {
  const own = createErrorSums();
  const others = Object.fromEntries(baselineNames.map((name) => [name, createErrorSums()]));
  let [pinball, covered, count] = [0, 0, 0];
  return {
    get count() {
      return count;
    },
    add(value, { mean, quantiles }, baselines) {
      count += 1;
      own.add(value - mean);
      for (const name of baselineNames) others[name]!.add(value - baselines[name]);
      LEVELS.forEach((level, i) => {
        const error = value - quantiles[i]!;
        pinball += Math.max(level * error, (level - 1) * error);
      });
      if (value >= quantiles[1]! && value <= quantiles[17]!) covered += 1;
    },
    score(scale) {
      const errors = own.errors();
      return {
        ...errors,
        mase: errors.mae / scale,
        crps: (2 * pinball) / (LEVELS.length * count),
        covered80: covered / count,
        baselines: Object.fromEntries(
          baselineNames.map((name) => [name, others[name]!.errors()]),
        ) as ForecastScore['baselines'],
      };
    },
  };
}

function createErrorSums() {
  let [absolute, squared, count] = [0, 0, 0];
  return {
    add(error: number): void {
      absolute += Math.abs(error);
      squared += error * error;
      count += 1;
    },
    errors: (): Errors => ({ rmse: Math.sqrt(squared / count), mae: absolute / count }),
  };
}

/** The mean of the scores of several targets. */
export function meanScore(scores: readonly ForecastScore[]): ForecastScore {
  const mean = (of: (score: ForecastScore) => number) =>
    scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  return {
    rmse: mean(({ rmse }) => rmse),
    mae: mean(({ mae }) => mae),
    mase: mean(({ mase }) => mase),
    crps: mean(({ crps }) => crps),
    covered80: mean(({ covered80 }) => covered80),
    baselines: Object.fromEntries(
      baselineNames.map((name) => [
        name,
        {
          rmse: mean(({ baselines }) => baselines[name].rmse),
          mae: mean(({ baselines }) => baselines[name].mae),
        },
      ]),
    ) as ForecastScore['baselines'],
  };
}
