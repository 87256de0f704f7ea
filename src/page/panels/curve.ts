import uPlot from 'uplot';
import { atNextFrame } from '../elements.js';
import { createPoints } from './points.js';

/** The loss against the step: every step's, smoothed, and of the validation part. */
export interface Curve {
  add(steps: readonly number[], losses: readonly number[]): void;
  validate(step: number, loss: number): void;
  /** Horizontal lines with names. */
  compare(lines: readonly Line[]): void;
  clear(): void;
  /** The theme or the size has changed. */
  redraw(): void;
}

/** What a loss is compared with. */
export interface Line {
  readonly name: string;
  readonly loss: number;
}

export function createCurve(box: HTMLElement): Curve {
  const points = createPoints();
  let lines: readonly Line[] = [];
  const draw = atNextFrame(() => plot.setData(points.series()));
  let plot = createPlot(box, points.series(), () => lines);
  new ResizeObserver(() => plot.setSize(sizeOf(box))).observe(box);
  function redraw(): void {
    plot.destroy();
    plot = createPlot(box, points.series(), () => lines);
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
    compare(those) {
      lines = those;
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
function createPlot(box: HTMLElement, data: uPlot.AlignedData, lines: () => readonly Line[]): uPlot {
  const style = getComputedStyle(box);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const axis = {
    stroke: color('--soft'),
    gap: 4,
    font: '11px system-ui, sans-serif',
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
  };
  const line = (name: string, width: number) => ({ stroke: color(name), width, points: { show: false } });
  const dots = { show: true, size: 5, fill: color('--mark') };
  const options: uPlot.Options = {
    ...sizeOf(box),
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false },
      y: { range: (_, least, most) => rangeOf(least, most, lines()) },
    },
    hooks: { draw: [(plot) => drawLines(plot, lines(), color)] },
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

/** The range of a plot without a value: no axis. */
const NOTHING = [null, null] as unknown as [number, number];

/** From below the lowest to above the highest of what is shown. */
function rangeOf(least: number | null, most: number | null, lines: readonly Line[]): [number, number] {
  const values = [...[least, most].filter((value) => value !== null), ...lines.map(({ loss }) => loss)];
  if (values.length === 0) return NOTHING;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.06 * (high - low || 1);
  return [low - margin, high + margin];
}

/** Each line across the plot, with its name above its right end. */
function drawLines(plot: uPlot, lines: readonly Line[], color: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio || 1;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = color('--soft');
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'right';
  for (const { name, loss } of lines) {
    const y = plot.valToPos(loss, 'y', true);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(`${name}, ${loss.toFixed(2)}`, bbox.left + bbox.width - 2 * ratio, y - 5 * ratio);
  }
  ctx.restore();
}
