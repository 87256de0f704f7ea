import { schemeTableau10 } from 'd3-scale-chromatic';
import {
  columnLabels,
  coordinate,
  gridColumns,
  gridRows,
  linearAxis,
  logAxis,
  polyline,
  svgFile,
  text,
  type Axis,
} from '../../src/formats/svg.js';

const style = `
  svg { background: #fff; font: 12px system-ui, sans-serif; fill: #333 }
  .grid { stroke: #ddd } .curve { fill: none; stroke-width: 2 } .level { stroke-dasharray: 5 4; stroke-width: 1.5 }
  .point { fill-opacity: .55 }
  @media (prefers-color-scheme: dark) { svg { background: #161616; fill: #ccc } .grid { stroke: #333 } }`;

/** Points of one kind: a name in the legend, and [x, y] in order. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

/** An axis: what it shows, and how. */
export interface Measure {
  readonly label: string;
  readonly scale?: 'linear' | 'log';
  readonly domain?: readonly [number, number];
}

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [720, 400, 64, 44, 340];
/** Where the legend begins. */
const RIGHT = 540;

export const color = (i: number): string => schemeTableau10[i % 10]!;

/** Curves over a common axis, with a legend on the right. A series of one point is a dot. */
export function lineChart(title: string, x: Measure, y: Measure, series: readonly Series[]): string {
  const all = series.flatMap(({ points }) => points);
  const across = axisOf(x, extent(all.map(([value]) => value)), [LEFT, RIGHT]);
  const up = axisOf(y, extent(all.map(([, value]) => value)), [BOTTOM, TOP]);
  const marks = series.flatMap(({ points }, i) => [
    polyline(points, across, up, `class="curve" stroke="${color(i)}"`),
    ...points.map((point) => dot(point, across, up, i, 3)),
  ]);
  return svgFile([WIDTH, HEIGHT], title, style, [
    text(LEFT, 24, title, 'start'),
    ...gridColumns(across, [TOP, BOTTOM]),
    ...columnLabels(across, BOTTOM + 18),
    ...gridRows(up, [LEFT, RIGHT]),
    ...marks,
    text((LEFT + RIGHT) / 2, BOTTOM + 44, x.label, 'middle'),
    text(RIGHT, TOP - 8, y.label, 'end'),
    ...legend(series.map(({ name }) => name)),
  ]);
}

/** One square panel a group, side by side, each with dots of the same two shares of 1. */
export function scatterPanels(
  title: string,
  [x, y]: readonly [string, string],
  panels: readonly { readonly name: string; readonly series: readonly Series[] }[],
): string {
  const [size, gap] = [190, 54];
  const width = panels.length * (size + gap) + 24;
  const content = panels.flatMap(({ name, series }, p) => {
    const left = gap + p * (size + gap);
    const across = linearAxis([0, 1], [left, left + size], 2);
    const up = linearAxis([0, 1], [TOP + size, TOP], 2);
    return [
      text(left, TOP - 10, name, 'start'),
      ...gridColumns(across, [TOP, TOP + size]),
      ...columnLabels(across, TOP + size + 18),
      ...gridRows(up, [left, left + size]),
      ...series.flatMap(({ points }, i) => points.map((point) => dot(point, across, up, i, 3.5))),
    ];
  });
  const names = panels[0]?.series.map(({ name }) => name) ?? [];
  const below = TOP + size + 40;
  return svgFile([width, below + 48], title, style, [
    ...content,
    text(gap, below, `across: ${x}; up: ${y}`, 'start'),
    ...names.flatMap((name, i) => key(gap + i * 90, below + 22, name, i)),
  ]);
}

/** Stacked horizontal bars: for each row, the parts of 1. */
export function stackedBars(
  title: string,
  parts: readonly string[],
  rows: readonly { readonly name: string; readonly shares: readonly number[] }[],
): string {
  const [left, right, step] = [170, 700, 30];
  const across = linearAxis([0, 1], [left, right], 5, false);
  const bottom = TOP + rows.length * step;
  const bars = rows.flatMap(({ name, shares }, r) => {
    const y = TOP + r * step + 4;
    let before = 0;
    const boxes = shares.map((share, i) => {
      const [from, to] = [across.at(before), across.at((before += share))];
      return `<rect x="${coordinate(from)}" y="${y}" width="${coordinate(to - from)}" height="${step - 8}" fill="${color(i)}"/>`;
    });
    return [text(left - 8, y + 15, name, 'end'), ...boxes];
  });
  return svgFile([WIDTH, bottom + 60], title, style, [
    text(left, 24, title, 'start'),
    ...gridColumns(across, [TOP, bottom]),
    ...columnLabels(across, bottom + 18),
    ...bars,
    ...parts.flatMap((name, i) => key(left + i * 92, bottom + 44, name, i)),
  ]);
}

function axisOf(
  { scale, domain }: Measure,
  found: readonly [number, number],
  range: readonly [number, number],
): Axis {
  return scale === 'log' ? logAxis(domain ?? found, range) : linearAxis(domain ?? found, range, 6);
}

function extent(values: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least < most ? [least, most] : [least, least + 1];
}

function dot([x, y]: readonly [number, number], across: Axis, up: Axis, i: number, radius: number): string {
  return `<circle class="point" cx="${coordinate(across.at(x))}" cy="${coordinate(up.at(y))}" r="${radius}" fill="${color(i)}"/>`;
}

const legend = (names: readonly string[]): string[] =>
  names.flatMap((name, i) => key(RIGHT + 18, TOP + 12 + i * 20, name, i));

const key = (x: number, y: number, name: string, i: number): string[] => [
  `<rect x="${x}" y="${y - 9}" width="10" height="10" fill="${color(i)}"/>`,
  text(x + 16, y, name, 'start'),
];
