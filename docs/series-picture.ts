import { readFileSync, writeFileSync } from 'node:fs';
import { coordinate, gridRows, linearAxis, polyline, svgFile, text } from '../src/formats/svg.js';

/** Rows before the forecast that are drawn. */
const BEFORE = 96;
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [720, 320, 56, 704, 40, 280];

const style = `
  svg { background: #fff; font: 12px system-ui, sans-serif; fill: #333 }
  .grid { stroke: #ddd } .curve { fill: none; stroke-width: 1.5 } .known { stroke: #555 } .mean { stroke: #1d63b8 }
  .band { fill: #1d63b8; fill-opacity: .2 } .came { fill: #c2410c }
  @media (prefers-color-scheme: dark) {
    svg { background: #161616; fill: #ccc } .grid { stroke: #333 } .known { stroke: #aaa } .mean { stroke: #6ea8f0 }
    .band { fill: #6ea8f0 } .came { fill: #fb923c }
  }`;

type Point = readonly [x: number, y: number];

/**
 * `npm run docs -- --series co2.csv co2 forecast.csv`: docs/series.svg. Draws the column of a file with dates up to the first
 * date of a forecast that `sample` wrote, then the mean of the forecast, the band from its 10 % to its 90 % quantile, and what
 * came as dots.
 */
export function drawSeries(seriesFile: string, column: string, forecastFile: string): void {
  const forecast = rowsOf(forecastFile);
  const rows = rowsOf(seriesFile);
  const begin = rows.findIndex(({ date }) => date === forecast[0]!['date']);
  if (begin < 0)
    throw new Error(`${seriesFile} has no row of ${forecast[0]!['date']}, where the forecast begins`);
  const first = Math.max(0, begin - BEFORE);
  const points = (from: number, to: number): Point[] =>
    rows.slice(from, to).map((row, i) => [from - begin + i + 1, Number(row[column])]);
  const ahead = (name: string): Point[] => forecast.map((row) => [Number(row['step']), Number(row[name])]);
  const known = points(first, begin);
  const came = points(begin, begin + forecast.length);
  const [low, mean, high] = [ahead(`${column}_p10`), ahead(column), ahead(`${column}_p90`)];
  const all = [...known, ...came, ...low, ...high];
  const x = linearAxis([known[0]![0], forecast.length], [LEFT, RIGHT], 8, false);
  const y = linearAxis(
    [Math.min(...all.map(([, v]) => v)), Math.max(...all.map(([, v]) => v))],
    [BOTTOM, TOP],
    6,
  );
  const at = ([right, up]: Point) => `${coordinate(x.at(right))},${coordinate(y.at(up))}`;
  const svg = svgFile([WIDTH, HEIGHT], `${column}: a forecast of ${forecast.length} rows`, style, [
    text(
      LEFT,
      20,
      `${column}: ${forecast.length} rows ahead; mean, 10 % to 90 %, and what came (dots)`,
      'start',
    ),
    ...gridRows(y, [LEFT, RIGHT]),
    `<polygon class="band" points="${[...low, ...high.toReversed()].map(at).join(' ')}"/>`,
    polyline([...known, mean[0]!], x, y, 'class="curve known"'),
    polyline(mean, x, y, 'class="curve mean"'),
    ...came.map(
      ([right, up]) =>
        `<circle class="came" cx="${coordinate(x.at(right))}" cy="${coordinate(y.at(up))}" r="2"/>`,
    ),
    text(LEFT, BOTTOM + 22, rows[first]!['date']!, 'start'),
    text(x.at(0), BOTTOM + 22, rows[begin - 1]!['date']!, 'middle'),
    text(RIGHT, BOTTOM + 22, forecast.at(-1)!['date']!, 'end'),
  ]);
  writeFileSync(new URL('../../docs/series.svg', import.meta.url), svg);
}

/** The rows of a file without quotes, by the names of their columns. */
function rowsOf(file: string): Record<string, string>[] {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = header!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i]!, cell])));
}
