import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { encodeXML } from 'entities';

/** One axis of a plot. */
export interface Axis {
  readonly domain: readonly [number, number];
  readonly scale: 'linear' | 'log';
  readonly label: string;
  readonly ticks?: readonly number[];
}

export type Scale = (value: number) => number;

const [WIDTH, HEIGHT] = [340, 260];
const MARGIN = { left: 58, right: 14, top: 14, bottom: 42 };

/** An SVG with two labeled axes, and inside them what `draw` makes of their scales. Colors come from the page's style. */
export function frame(xAxis: Axis, yAxis: Axis, draw: (x: Scale, y: Scale) => string): string {
  const x = scaleOf(xAxis, [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleOf(yAxis, [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const bottom = HEIGHT - MARGIN.bottom;
  const xTicks = x.ticks
    .map((tick) => {
      const at = x.scale(tick).toFixed(1);
      return `<line class="grid" x1="${at}" x2="${at}" y1="${MARGIN.top}" y2="${bottom}"/><text x="${at}" y="${bottom + 16}" text-anchor="middle">${label(tick)}</text>`;
    })
    .join('');
  const yTicks = y.ticks
    .map((tick) => {
      const at = y.scale(tick).toFixed(1);
      return `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}"/><text x="${MARGIN.left - 6}" y="${at}" dy="4" text-anchor="end">${label(tick)}</text>`;
    })
    .join('');
  const middle = (MARGIN.top + bottom) / 2;
  const labels =
    `<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${encodeXML(xAxis.label)}</text>` +
    `<text transform="translate(13 ${middle}) rotate(-90)" text-anchor="middle">${encodeXML(yAxis.label)}</text>`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">${xTicks}${yTicks}${draw(x.scale, y.scale)}${labels}</svg>`;
}

function scaleOf(
  { domain, scale, ticks }: Axis,
  range: [number, number],
): { scale: Scale; ticks: readonly number[] } {
  if (scale === 'log') {
    const made = scaleLog(domain, range);
    const every = made.ticks(4).filter((tick) => Math.log10(tick) % 1 === 0);
    const sparse = every.filter((_, i) => i % Math.ceil(every.length / 6) === 0);
    return { scale: (value) => made(value), ticks: ticks?.filter((tick) => tick <= domain[1]) ?? sparse };
  }
  const made = scaleLinear(domain, range).nice();
  return { scale: (value) => made(value), ticks: ticks ?? made.ticks(5) };
}

function label(tick: number): string {
  if (tick !== 0 && (Math.abs(tick) < 0.001 || Math.abs(tick) >= 10000)) return tick.toExponential(0);
  return String(Number(tick.toFixed(3)));
}

/** A line through points, colored by `layer` and with a name at its end. */
export function curve(
  xs: readonly number[],
  ys: readonly number[],
  x: Scale,
  y: Scale,
  layer: number,
  name = `layer ${layer}`,
): string {
  const path =
    line<number>(
      (_, i) => x(xs[i]!),
      (value) => y(value),
    )(ys as number[]) ?? '';
  const d = path.replace(/\d+\.\d+/g, (number) => fixed(Number(number)));
  const end = ys.length - 1;
  return `<path class="curve layer-${layer}" d="${d}"/><text class="name" x="${fixed(x(xs[end]!))}" y="${fixed(y(ys[end]!) - 6)}" text-anchor="end">${name}</text>`;
}

/** A plot with a caption. */
export const figure = (plot: string, caption: string): string =>
  `<figure>${plot}<figcaption>${encodeXML(caption)}</figcaption></figure>`;
/** A coordinate. */
export const fixed = (value: number): string => value.toFixed(1);
