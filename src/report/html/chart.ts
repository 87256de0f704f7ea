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

const [WIDTH, HEIGHT] = [340, 260];
const [LEFT, RIGHT, TOP, BOTTOM] = [58, WIDTH - 14, 14, HEIGHT - 42];

/** A chart with two labeled axes as an SVG, and its caption. Its colors come from the style of the page. */
export function chartFigure(chart: Chart): string {
  return `<figure>${chartSvg(chart)}<figcaption>${encodeXML(capitalized(chart.caption))}</figcaption></figure>`;
}

function chartSvg({ mark, x: ofX, y: ofY, series }: Chart): string {
  const points = series.flatMap((one) => one.points);
  const x = axisOf(
    ofX,
    points.map(([value]) => value),
    [LEFT, RIGHT],
  );
  const y = axisOf(
    ofY,
    points.map(([, value]) => value),
    [BOTTOM, TOP],
  );
  const draw = mark === 'line' ? lineOf : dotsOf;
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    ...gridColumns(x, [TOP, BOTTOM]),
    ...columnLabels(x, BOTTOM + 16),
    ...gridRows(y, [LEFT, RIGHT]),
    ...series.map((one, i) => draw(one, x, y, i + 1)),
    text((LEFT + RIGHT) / 2, HEIGHT - 6, ofX.label, 'middle'),
    `<text transform="translate(13 ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${encodeXML(ofY.label)}</text>`,
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
  const style = dashed ? 'class="whole"' : `class="curve layer-${number}"`;
  return polyline(points, x, y, style) + text(x.at(endX), y.at(endY) - 6, name, 'end');
}

function dotsOf({ points, titles }: Series, x: Axis, y: Axis): string {
  const dots = points.map(([right, up], i) => {
    const title = titles ? `<title>${encodeXML(titles[i]!)}</title>` : '';
    return `<circle class="dot" cx="${coordinate(x.at(right))}" cy="${coordinate(y.at(up))}" r="3.5">${title}</circle>`;
  });
  return dots.join('');
}
