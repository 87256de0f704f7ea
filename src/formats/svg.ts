import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { encodeXML } from 'entities';

/** From values to coordinates, and the values to label. */
export interface Axis {
  at(value: number): number;
  readonly ticks: readonly number[];
}

type Pair = readonly [number, number];

/** About `count` round ticks; the domain is widened to end at ticks, unless `nice` is false. */
export function linearAxis(domain: Pair, range: Pair, count: number, nice = true): Axis {
  const scale = scaleLinear(domain, range);
  if (nice) scale.nice(count);
  return { at: scale, ticks: scale.ticks(count) };
}

/** At most six ticks, at powers of ten. */
export function logAxis(domain: Pair, range: Pair): Axis {
  const scale = scaleLog(domain, range);
  const powers = scale.ticks(4).filter((tick) => Math.log10(tick) % 1 === 0);
  return { at: scale, ticks: powers.filter((_, i) => i % Math.ceil(powers.length / 6) === 0) };
}

/** Horizontal grid lines from `left` to `right`, each with its value on the left. */
export function gridRows({ at, ticks }: Axis, [left, right]: Pair, label = tickLabel): string[] {
  return ticks.flatMap((tick) => {
    const y = coordinate(at(tick));
    return [
      `<line class="grid" x1="${left}" x2="${right}" y1="${y}" y2="${y}"/>`,
      text(left - 8, at(tick) + 4, label(tick), 'end'),
    ];
  });
}

/** Vertical grid lines from `top` to `bottom`. */
export function gridColumns({ at, ticks }: Axis, [top, bottom]: Pair): string[] {
  return ticks.map((tick) => {
    const x = coordinate(at(tick));
    return `<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/>`;
  });
}

/** The values of a horizontal axis, with their baseline at `y`. */
export function columnLabels({ at, ticks }: Axis, y: number): string[] {
  return ticks.map((tick) => text(at(tick), y, tickLabel(tick), 'middle'));
}

/** A line through points [x, y]; `attributes` as written in the tag. */
export function polyline(points: readonly Pair[], x: Axis, y: Axis, attributes: string): string {
  const path = line<Pair>(
    ([value]) => x.at(value),
    ([, value]) => y.at(value),
  ).digits(1);
  return `<path ${attributes} d="${path(points as Pair[]) ?? ''}"/>`;
}

export function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${coordinate(x)}" y="${coordinate(y)}" text-anchor="${anchor}">${encodeXML(content)}</text>`;
}

/** A file of its own, without scripts. */
export function svgFile(
  [width, height]: Pair,
  title: string,
  style: string,
  content: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${encodeXML(title)}</title><style>${style}</style>`,
    ...content,
    '</svg>\n',
  ].join('\n');
}

/** A coordinate with at most one decimal. */
export const coordinate = (value: number): number => Math.round(value * 10) / 10;

function tickLabel(tick: number): string {
  if (tick !== 0 && (Math.abs(tick) < 0.001 || Math.abs(tick) >= 10000)) return tick.toExponential(0);
  return String(Number(tick.toFixed(3)));
}
