import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createRng, type Rng } from '../src/core/rng.js';
import type { CorpusFiles } from './table-text.js';

/**
 * Series to forecast, of which the best possible error is known or which are measured, and series to classify. Of
 * those in time the file `NAME-train.csv` has the beginning, and `NAME.csv` all rows.
 */
export function series(): CorpusFiles {
  return {
    ...inTime('sine', 'date,value', sine(4000, createRng(1)), 0.8),
    ...inTime('ar2', 'value', ar2(5000, createRng(2)), 0.8),
    ...inTime('mackey-glass', 'value', mackeyGlass(3000, createRng(3)).map(fixed(6)), 0.8),
    'cbf.csv': cylinderBellFunnel(300, createRng(4)),
    'cbf-test.csv': cylinderBellFunnel(900, createRng(5)),
    ...weather('seattle', 'Seattle'),
    ...weather('new-york', 'New York'),
    ...inTime('co2', 'date,co2', rowsOf('co2-concentration.csv', ['Date', 'CO2']), 0.8),
    'stocks.csv': text('symbol,date,price', rowsOf('stocks.csv', ['symbol', 'date', 'price'])),
  };
}

/** A daily wave of amplitude 10 with a trend and noise of deviation 1: no forecast has a smaller RMSE than 1. */
export function sine(rows: number, rng: Rng): string[] {
  return Array.from({ length: rows }, (_, t) => {
    const date = new Date(Date.UTC(2024, 0, 1) + t * 3_600_000).toISOString().slice(0, 16);
    const value = 10 * Math.sin((2 * Math.PI * t) / 24) + 0.01 * t + rng.normal();
    return `${date},${value.toFixed(4)}`;
  });
}

/** y_t = 1.2 y_{t−1} − 0.6 y_{t−2} + e_t, e of deviation 1: no forecast has a smaller RMSE than 1. */
export function ar2(rows: number, rng: Rng): string[] {
  let [last, earlier] = [0, 0];
  const next = () => {
    [last, earlier] = [1.2 * last - 0.6 * earlier + rng.normal(), last];
    return last;
  };
  for (let warm = 0; warm < 100; warm++) next();
  return Array.from({ length: rows }, () => next().toFixed(4));
}

/**
 * dx/dt = 0.2 x(t−17) / (1 + x(t−17)¹⁰) − 0.1 x(t), every 6th time unit (Mackey & Glass 1977), by the method of Runge and
 * Kutta with steps of 0.1 and the delayed value between two steps by interpolation. The rng draws where it begins.
 */
export function mackeyGlass(rows: number, rng: Rng): number[] {
  const [h, delay, every, warmUp] = [0.1, 170, 60, 3000];
  const x = Array.from({ length: delay + 1 }, () => 1.2 + 0.05 * rng.normal());
  const change = (value: number, late: number) => (0.2 * late) / (1 + late ** 10) - 0.1 * value;
  for (let step = 0; step < warmUp + rows * every; step++) {
    const end = x.length - 1;
    const [value, late, later] = [x[end]!, x[end - delay]!, x[end - delay + 1]!];
    const between = (late + later) / 2;
    const k1 = change(value, late);
    const k2 = change(value + (h / 2) * k1, between);
    const k3 = change(value + (h / 2) * k2, between);
    const k4 = change(value + h * k3, later);
    x.push(value + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4));
  }
  return Array.from({ length: rows }, (_, n) => x[delay + 1 + warmUp + n * every]!);
}

const SHAPES = ['cylinder', 'bell', 'funnel'] as const;
const LENGTH = 128;

/** Plateaus, rising and falling ramps in noise, of 128 values: a series a row, as many of each label (Saito 1994). */
export function cylinderBellFunnel(rows: number, rng: Rng): string {
  const header = ['label', ...Array.from({ length: LENGTH }, (_, t) => `t${t + 1}`)].join(',');
  const lines = Array.from({ length: rows }, (_, n) => {
    const shape = SHAPES[n % SHAPES.length]!;
    const a = 16 + rng.below(17);
    const b = a + 32 + rng.below(65);
    const height = 6 + rng.normal();
    const values = Array.from({ length: LENGTH }, (_, t) => {
      const isInside = t >= a && t <= b;
      const ramp = { cylinder: 1, bell: (t - a) / (b - a), funnel: (b - t) / (b - a) }[shape];
      return ((isInside ? height * ramp : 0) + rng.normal()).toFixed(3);
    });
    return [shape, ...values].join(',');
  });
  return text(header, lines);
}

/** Four years of daily weather: the last one to be forecast. */
function weather(name: string, location: string): CorpusFiles {
  const columns = ['location', 'date', 'temp_max', 'temp_min', 'precipitation', 'wind'];
  const rows = rowsOf('weather.csv', columns).filter((row) => row.startsWith(`${location},`));
  const own = rows.map((row) => row.slice(location.length + 1));
  return inTime(name, columns.slice(1).join(','), own, 0.75);
}

/** Some columns of a CSV file of vega-datasets, whose cells are not quoted. */
function rowsOf(file: string, columns: readonly string[]): string[] {
  const main = createRequire(import.meta.url).resolve('vega-datasets');
  const folder = dirname(dirname(main));
  const [header, ...lines] = readFileSync(join(folder, 'data', file), 'utf8')
    .trim()
    .split(/\r?\n/);
  const places = columns.map((column) => header!.split(',').indexOf(column));
  return lines.map((line) => {
    const cells = line.split(',');
    return places.map((place) => cells[place]).join(',');
  });
}

function inTime(name: string, header: string, rows: readonly string[], share: number): CorpusFiles {
  const known = rows.slice(0, Math.round(share * rows.length));
  return { [`${name}.csv`]: text(header, rows), [`${name}-train.csv`]: text(header, known) };
}

const text = (header: string, rows: readonly string[]): string => [header, ...rows, ''].join('\n');

const fixed = (digits: number) => (value: number) => value.toFixed(digits);
