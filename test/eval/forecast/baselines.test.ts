import { expect } from 'chai';
import { createRng } from '../../../src/core/rng.js';
import { continueSeries, fitAutoregression } from '../../../src/eval/forecast/autoregression.js';
import { fitBaselines, forecastBaselines } from '../../../src/eval/forecast/baselines.js';
import { findSeason } from '../../../src/eval/forecast/season.js';
import { createForecastTally, LEVELS } from '../../../src/eval/forecast/score.js';
import { normalQuantile, quantile } from '../../../src/eval/quantile.js';

function ar2(rows: number, seed: number): number[] {
  const rng = createRng(seed);
  const y = [0, 0];
  for (let t = 2; t < rows + 100; t++) y.push(5 + 1.2 * y[t - 1]! - 0.6 * y[t - 2]! + rng.normal());
  return y.slice(100);
}

describe('AR(p) by least squares', () => {
  it('has the coefficients of the normal equations, solved by hand', () => {
    // y_t = a + b y_{t−1} over (1,2) (2,4) (4,4) (4,7) (7,5): Σx = 18, Σy = 22, Σx² = 86, Σxy = 89
    const series = [1, 2, 4, 4, 7, 5];
    const b = (5 * 89 - 18 * 22) / (5 * 86 - 18 * 18);
    const { constant, coefficients } = fitAutoregression(series, 1);
    expect(coefficients).to.have.lengthOf(1);
    expect(coefficients[0]).to.be.closeTo(b, 1e-12);
    expect(constant).to.be.closeTo((22 - b * 18) / 5, 1e-12);
  });

  it('finds the order and the coefficients of an AR(2) series', () => {
    const { constant, coefficients } = fitAutoregression(ar2(20_000, 1));
    expect(coefficients.length).to.be.within(2, 4);
    expect(coefficients[0]).to.be.closeTo(1.2, 0.03);
    expect(coefficients[1]).to.be.closeTo(-0.6, 0.03);
    expect(constant).to.be.closeTo(5, 0.4);
  });

  it('continues a straight line and a wave exactly, since they are AR(2)', () => {
    const line = Array.from({ length: 40 }, (_, t) => 3 + 2 * t);
    continueSeries(fitAutoregression(line, 2), line, 5).forEach((value, h) =>
      expect(value).to.be.closeTo(3 + 2 * (40 + h), 1e-4),
    );
    const wave = Array.from({ length: 200 }, (_, t) => Math.sin(t / 3));
    continueSeries(fitAutoregression(wave, 2), wave, 20).forEach((value, h) =>
      expect(value).to.be.closeTo(Math.sin((200 + h) / 3), 1e-4),
    );
  });

  it('predicts the mean where nothing depends on the past, and the value of a constant', () => {
    expect(fitAutoregression([7, 7, 7, 7, 7, 7]).constant).to.be.closeTo(7, 1e-9);
  });
});

describe('the season of a series', () => {
  const wave = (period: number, rows: number, noise: number, slope: number) => {
    const rng = createRng(period);
    return Array.from(
      { length: rows },
      (_, t) => 10 * Math.sin((2 * Math.PI * t) / period) + slope * t + noise * rng.normal(),
    );
  };

  it('is found in noise and with a trend', () => {
    expect(findSeason(wave(24, 1000, 3, 0.05))).to.equal(24);
    expect(findSeason(wave(7, 200, 1, 0))).to.equal(7);
    expect(findSeason(wave(365, 1461, 3, 0))).to.be.within(355, 375);
  });

  it('is none in noise, in a random walk and in a constant', () => {
    const rng = createRng(1);
    let level = 0;
    const walk = Array.from({ length: 1000 }, () => (level += rng.normal()));
    expect(findSeason(Array.from({ length: 1000 }, () => rng.normal()))).to.equal(undefined);
    expect(findSeason(walk.map((value, i) => value - (walk[i - 1] ?? 0)))).to.equal(undefined);
    expect(findSeason(new Array<number>(50).fill(3))).to.equal(undefined);
  });
});

describe('forecasts without a network', () => {
  it('repeat the last row, the season before, and the mean change', () => {
    const series = [1, 5, 3, 2, 6, 4, 3, 7, 5];
    const baselines = fitBaselines([series], 3);
    const { naive, seasonal, drift } = forecastBaselines(baselines, series, 4);
    expect(naive).to.deep.equal([5, 5, 5, 5]);
    expect(seasonal).to.deep.equal([3, 7, 5, 3]);
    expect(drift).to.deep.equal([5.5, 6, 6.5, 7]);
    // each value is 1 more than the one of the season before
    expect(baselines.scale).to.equal(1);
  });
});

describe('the scores of forecasts', () => {
  it('are those computed by hand', () => {
    const tally = createForecastTally();
    const baselines = { naive: 1, seasonal: 2, drift: 3, ar: 4 };
    const certain = (mean: number) => ({ mean, quantiles: LEVELS.map(() => mean) });
    tally.add(5, certain(3), baselines);
    tally.add(1, certain(2), baselines);
    const score = tally.score(3);
    expect(score.mae).to.equal(1.5);
    expect(score.rmse).to.be.closeTo(Math.sqrt(2.5), 1e-12);
    expect(score.mase).to.equal(0.5);
    // of a forecast without spread the CRPS is the absolute error
    expect(score.crps).to.be.closeTo(1.5, 1e-12);
    expect(score.covered80).to.equal(0);
    expect(score.baselines.naive).to.deep.equal({ rmse: Math.sqrt(8), mae: 2 });
  });

  it('cover 80 % of normal values with their own quantiles, whose CRPS is near that of a normal distribution', () => {
    const rng = createRng(3);
    const tally = createForecastTally();
    const quantiles = LEVELS.map((level) => 10 + 2 * normalQuantile(level));
    for (let i = 0; i < 20_000; i++)
      tally.add(10 + 2 * rng.normal(), { mean: 10, quantiles }, { naive: 0, seasonal: 0, drift: 0, ar: 0 });
    const { covered80, crps } = tally.score(1);
    expect(covered80).to.be.closeTo(0.8, 0.01);
    // σ/√π for a forecast with the deviation of the values (Gneiting & Raftery 2007)
    expect(crps / (2 / Math.sqrt(Math.PI))).to.be.closeTo(1, 0.06);
  });

  it('use quantiles that agree with tables', () => {
    expect(normalQuantile(0.9)).to.be.closeTo(1.2815515655, 1e-8);
    expect(normalQuantile(0.5)).to.be.closeTo(0, 1e-9);
    expect(normalQuantile(0.01)).to.be.closeTo(-2.326347874, 1e-8);
    expect(quantile([1, 2, 3, 4], 0.5)).to.equal(2.5);
    expect(quantile([1, 2, 3, 4], 0.9)).to.be.closeTo(3.7, 1e-12);
    expect(quantile([5], 0.1)).to.equal(5);
  });
});
