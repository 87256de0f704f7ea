import asciichart from 'asciichart';
import type { Units } from '../tasks/units.js';
import type { Curve, Point } from '../runs/curve.js';

const HEIGHT = 10;

/** The curve for a terminal `columns` wide, with a title, per `unit`, above it; null where there is nothing to draw. */
export function lossPlot(
  { training, validation }: Curve,
  columns: number,
  unit: Units['prediction'],
): string | null {
  const drawn = validation.length >= 5 ? validation : training;
  if (drawn.length < 2) return null;
  const width = Math.max(10, Math.min(columns, 100) - 14);
  const name = drawn === validation ? 'validation' : 'training';
  const epochs = `epochs ${drawn[0]![0].toFixed(2)} to ${drawn.at(-1)![0].toFixed(2)}`;
  return `${name} loss, nats per ${unit}, ${epochs}\n${asciichart.plot(resample(drawn, width), { height: HEIGHT })}`;
}

/** `count` values of a curve at even distances, each between its two nearest points. */
export function resample(points: readonly Point[], count: number): number[] {
  const first = points[0]![0];
  const last = points.at(-1)![0];
  let right = 1;
  return Array.from({ length: count }, (_, i) => {
    const x = first + ((last - first) * i) / (count - 1);
    while (right < points.length - 1 && points[right]![0] < x) right++;
    const [x0, y0] = points[right - 1]!;
    const [x1, y1] = points[right]!;
    const share = x1 === x0 ? 0 : Math.min(1, Math.max(0, (x - x0) / (x1 - x0)));
    return y0 + (y1 - y0) * share;
  });
}
