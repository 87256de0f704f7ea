import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { encodeXML } from 'entities';
import { sanitizeLine } from '../terminal/sanitize.js';
import type { Curve, Point } from './curve.js';

const WIDTH = 720;
const LEFT = 64;
const RIGHT = WIDTH - 24;
/** Top and bottom of the two panels: losses, learning rate. */
const LOSSES = [48, 330] as const;
const RATES = [370, 440] as const;
const HEIGHT = 484;

const style = `
  svg { background: #fff; font: 12px system-ui, sans-serif; fill: #333 }
  .grid { stroke: #ddd } .curve { fill: none; stroke-width: 1.5 }
  .training { stroke: #8fb4d9 } .validation { stroke: #c2410c; stroke-width: 2 } .lr { stroke: #777 }
  circle { fill: #c2410c }
  @media (prefers-color-scheme: dark) {
    svg { background: #161616; fill: #ccc } .grid { stroke: #333 }
    .training { stroke: #47719c } .validation { stroke: #fb923c } circle { fill: #fb923c }
  }`;

/** The losses of a run and, below, its learning rate, against epochs: one SVG file without scripts. */
export function lossSvg(title: string, { training, validation, lr }: Curve): string {
  const shown = sanitizeLine(title); // most control characters cannot be written in XML, not even as numbers
  const all = [...training, ...validation];
  const epochs = scaleLinear([0, Math.max(...all.map(([x]) => x), 1e-9)], [LEFT, RIGHT]);
  const losses = panel(LOSSES, all, false);
  const rates = panel(RATES, lr, true);
  const dots = validation.map(
    ([x, y]) => `<circle cx="${round(epochs(x))}" cy="${round(losses(y))}" r="2.5"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<title>${encodeXML(shown)}</title><style>${style}</style>`,
    text(LEFT, 22, shown, 'start'),
    text(RIGHT, 22, 'nats per character: training (blue), validation (red)', 'end'),
    ...axis(losses, (y) => String(y)),
    curve('training', training, epochs, losses),
    curve('validation', validation, epochs, losses),
    ...dots,
    ...axis(rates, (y) => y.toPrecision(1)),
    curve('lr', lr, epochs, rates),
    text(LEFT, RATES[0] - 10, 'learning rate', 'start'),
    ...epochs.ticks(8).map((x) => text(epochs(x), HEIGHT - 24, String(x), 'middle')),
    text(RIGHT, HEIGHT - 6, 'epochs', 'end'),
    '</svg>\n',
  ].join('\n');
}

type Scale = ScaleLinear<number, number>;

function panel([top, bottom]: readonly [number, number], points: readonly Point[], fromZero: boolean): Scale {
  const values = points.map(([, y]) => y);
  const least = fromZero || values.length === 0 ? 0 : Math.min(...values);
  const most = Math.max(...values, least + 1e-9);
  return scaleLinear([least, most], [bottom, top]).nice(fromZero ? 2 : 6);
}

function axis(scale: Scale, label: (value: number) => string): string[] {
  const count = scale.range()[0]! - scale.range()[1]! > 100 ? 6 : 2;
  return scale.ticks(count).flatMap((value) => {
    const y = round(scale(value));
    const rule = `<line class="grid" x1="${LEFT}" x2="${RIGHT}" y1="${y}" y2="${y}"/>`;
    return [rule, text(LEFT - 8, y + 4, label(value), 'end')];
  });
}

function curve(kind: keyof Curve, points: readonly Point[], x: Scale, y: Scale): string {
  const path = line<Point>(
    ([epoch]) => round(x(epoch)),
    ([, value]) => round(y(value)),
  );
  return `<path class="curve ${kind}" d="${path(points as Point[]) ?? ''}"/>`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${encodeXML(content)}</text>`;
}

const round = (value: number) => Math.round(value * 10) / 10;
