import uPlot from 'uplot';
import { atNextFrame } from '../elements.js';
import { createPoints } from './points.js';

/** The loss against the step: every step's, smoothed, and of the validation part. */
export interface Curve {
  add(steps: readonly number[], losses: readonly number[]): void;
  validate(step: number, loss: number): void;
  clear(): void;
  /** The theme or the size has changed. */
  redraw(): void;
}

export function createCurve(box: HTMLElement): Curve {
  const points = createPoints();
  const draw = atNextFrame(() => plot.setData(points.series()));
  let plot = createPlot(box, points.series());
  new ResizeObserver(() => plot.setSize(sizeOf(box))).observe(box);
  function redraw(): void {
    plot.destroy();
    plot = createPlot(box, points.series());
  }
  return {
    add(steps, losses) {
      points.add(steps, losses);
      draw();
    },
    validate(step, loss) {
      points.validate(step, loss);
      draw();
    },
    clear() {
      points.clear();
      redraw();
    },
    redraw,
  };
}

const sizeOf = (box: HTMLElement) => ({ width: box.clientWidth, height: box.clientHeight });

/** A plot in the colors of the current theme. */
function createPlot(box: HTMLElement, data: uPlot.AlignedData): uPlot {
  const style = getComputedStyle(box);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const axis = {
    ...{ stroke: color('--soft'), gap: 4, font: '11px system-ui, sans-serif' },
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
  };
  const line = (name: string, width: number) => ({ stroke: color(name), width, points: { show: false } });
  const dots = { show: true, size: 5, fill: color('--mark') };
  const options: uPlot.Options = {
    ...sizeOf(box),
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false } },
    axes: [
      { ...axis, size: 22 },
      { ...axis, size: 38 },
    ],
    series: [
      {},
      line('--faint', 1),
      line('--accent', 2),
      { ...line('--mark', 2), points: dots, spanGaps: true },
    ],
  };
  return new uPlot(options, data, box);
}
