import { encodeXML } from 'entities';
import {
  columnLabels,
  gridColumns,
  gridRows,
  linearAxis,
  logAxis,
  polyline,
  text,
  type Axis,
} from '../../formats/svg.js';

/** What an axis of a plot shows. */
export interface AxisOptions {
  readonly domain: readonly [number, number];
  readonly scale: 'linear' | 'log';
  readonly label: string;
  /** Default: round values. Those outside of the domain are left out. */
  readonly ticks?: readonly number[];
}

const [WIDTH, HEIGHT] = [340, 260];
const [LEFT, RIGHT, TOP, BOTTOM] = [58, WIDTH - 14, 14, HEIGHT - 42];

/** An SVG with two labeled axes, and inside them the output of `draw`. Colors come from the page's style. */
export function frame(
  xOptions: AxisOptions,
  yOptions: AxisOptions,
  draw: (x: Axis, y: Axis) => string,
): string {
  const x = axisOf(xOptions, [LEFT, RIGHT]);
  const y = axisOf(yOptions, [BOTTOM, TOP]);
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    ...gridColumns(x, [TOP, BOTTOM]),
    ...columnLabels(x, BOTTOM + 16),
    ...gridRows(y, [LEFT, RIGHT]),
    draw(x, y),
    text((LEFT + RIGHT) / 2, HEIGHT - 6, xOptions.label, 'middle'),
    `<text transform="translate(13 ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${encodeXML(yOptions.label)}</text>`,
    '</svg>',
  ].join('');
}

function axisOf({ domain, scale, ticks }: AxisOptions, range: readonly [number, number]): Axis {
  const axis = scale === 'log' ? logAxis(domain, range) : linearAxis(domain, range, 5);
  return { ...axis, ...(ticks && { ticks: ticks.filter((tick) => tick <= domain[1]) }) };
}

/** A line through points, colored by `layer` and with a name at its end. */
export function curve(
  points: readonly (readonly [number, number])[],
  x: Axis,
  y: Axis,
  layer: number,
  name = `layer ${layer}`,
): string {
  const [endX, endY] = points.at(-1) ?? [0, 0];
  return (
    polyline(points, x, y, `class="curve layer-${layer}"`) + text(x.at(endX), y.at(endY) - 6, name, 'end')
  );
}

/** A plot with a caption. */
export const figure = (plot: string, caption: string): string =>
  `<figure>${plot}<figcaption>${encodeXML(caption)}</figcaption></figure>`;
