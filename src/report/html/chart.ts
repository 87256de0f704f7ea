import { encodeXML } from 'entities';
import { capitalized } from '../../core/format.js';
import type { Chart, ChartAxis, Series } from '../../core/result.js';
import {
  columnLabels,
  coordinate,
  gridColumns,
  gridRows,
  linearAxis,
  logAxis,
  polyline,
  text,
  type Axis,
} from '../../formats/svg.js';

const [LEFT, TOP] = [58, 14];

/** The class of the n-th line: its color. */
export const curveClass = (n: number): string => `curve layer-${((n - 1) % CURVE_COLORS) + 1}`;
/** Colors in the styles of a document. */
const CURVE_COLORS = 10;

/** A chart with two labeled axes as an SVG, and its caption. Its colors come from the style of the page. */
export function chartFigure(chart: Chart): string {
  return `<figure${chart.wide ? ' class="wide"' : ''}>${chartSvg(chart)}<figcaption>${encodeXML(capitalized(chart.caption))}</figcaption></figure>`;
}

function chartSvg({ mark, x: ofX, y: ofY, series, wide }: Chart): string {
  const [width, height] = wide ? [860, 420] : [340, 260];
  const [right, bottom] = [width - 14, height - 42];
  const points = series.flatMap((one) => one.points);
  const x = axisOf(
    ofX,
    points.map(([value]) => value),
    [LEFT, right],
  );
  const y = axisOf(
    ofY,
    points.map(([, value]) => value),
    [bottom, TOP],
  );
  const draw = mark === 'line' ? lineOf : dotsOf;
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img">`,
    ...gridColumns(x, [TOP, bottom]),
    ...columnLabels(x, bottom + 16),
    ...gridRows(y, [LEFT, right]),
    ...series.map((one, i) => draw(one, x, y, i + 1)),
    text((LEFT + right) / 2, height - 6, ofX.label, 'middle'),
    `<text transform="translate(13 ${(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">${encodeXML(ofY.label)}</text>`,
    '</svg>',
  ].join('');
}

function axisOf(
  { scale, domain, ticks }: ChartAxis,
  values: readonly number[],
  range: readonly [number, number],
): Axis {
  const [low, high] = domain ?? [Math.min(...values), Math.max(...values)];
  const axis = scale === 'log' ? logAxis([low, high], range) : linearAxis([low, high], range, 5);
  return { ...axis, ...(ticks && { ticks: ticks.filter((tick) => tick <= high) }) };
}

/** A line in a color of its own, with its name at its end. */
function lineOf({ points, name, dashed }: Series, x: Axis, y: Axis, number: number): string {
  const [endX, endY] = points.at(-1) ?? [0, 0];
  const style = dashed ? 'class="whole"' : `class="${curveClass(number)}"`;
  return polyline(points, x, y, style) + text(x.at(endX), y.at(endY) - 6, name, 'end');
}

function dotsOf({ points, titles }: Series, x: Axis, y: Axis): string {
  const dots = points.map(([right, up], i) => {
    const title = titles ? `<title>${encodeXML(titles[i]!)}</title>` : '';
    return `<circle class="dot" cx="${coordinate(x.at(right))}" cy="${coordinate(y.at(up))}" r="3.5">${title}</circle>`;
  });
  return dots.join('');
}
