import {
  columnLabels,
  coordinate,
  gridRows,
  linearAxis,
  polyline,
  svgFile,
  text,
  type Axis,
} from '../formats/svg.js';
import { sanitizeLine } from './sanitize.js';
import type { Units } from '../tasks/units.js';
import type { Curve, Point } from '../runs/curve.js';

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
export function lossSvg(
  title: string,
  { training, validation, lr }: Curve,
  unit: Units['prediction'],
): string {
  const shown = sanitizeLine(title); // most control characters cannot be written in XML, not even as numbers
  const all = [...training, ...validation];
  const epochs = linearAxis([0, Math.max(...all.map(([x]) => x), 1e-9)], [LEFT, RIGHT], 8, false);
  const losses = panel(LOSSES, all, 6);
  const rates = panel(RATES, [[0, 0], ...lr], 2);
  const dots = validation.map(
    ([x, y]) => `<circle cx="${coordinate(epochs.at(x))}" cy="${coordinate(losses.at(y))}" r="2.5"/>`,
  );
  return svgFile([WIDTH, HEIGHT], shown, style, [
    text(LEFT, 22, shown, 'start'),
    text(RIGHT, 22, `nats per ${unit}: training (blue), validation (red)`, 'end'),
    ...gridRows(losses, [LEFT, RIGHT]),
    polyline(training, epochs, losses, 'class="curve training"'),
    polyline(validation, epochs, losses, 'class="curve validation"'),
    ...dots,
    ...gridRows(rates, [LEFT, RIGHT], (rate) => rate.toPrecision(1)),
    polyline(lr, epochs, rates, 'class="curve lr"'),
    text(LEFT, RATES[0] - 10, 'learning rate', 'start'),
    ...columnLabels(epochs, HEIGHT - 24),
    text(RIGHT, HEIGHT - 6, 'epochs', 'end'),
  ]);
}

/** The vertical axis of a panel that holds all of `points`. */
function panel([top, bottom]: readonly [number, number], points: readonly Point[], ticks: number): Axis {
  const values = points.map(([, y]) => y);
  const least = Math.min(...values);
  return linearAxis([least, Math.max(...values, least + 1e-9)], [bottom, top], ticks);
}
