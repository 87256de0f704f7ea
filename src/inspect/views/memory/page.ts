import { coordinate } from '../../../formats/svg.js';
import { curve, figure, frame, type AxisOptions } from '../plot.js';
import type { MemoryReport } from './report.js';
import { symbolOf } from '../text-report.js';

/** The section of the page. */
export function memorySection(report: MemoryReport): string {
  const { reach, full, points, text } = report;
  const unit = symbolOf(text);
  const enough =
    reach === null ? `Even ${points.at(-1)!.k} ${unit}s are not enough` : `${reach} ${unit}s are enough`;
  return `<p class="note">${enough} to come within 1 % of the loss with the whole past, ${full.toFixed(3)} nats per ${unit}.</p><div class="plots">${memoryPlot(report)}</div>`;
}

/** Loss against context, logarithmic in the context; the dashed line is the whole past. */
function memoryPlot({ points, full, text }: MemoryReport): string {
  const unit = symbolOf(text);
  const losses = points.map(({ loss }) => loss);
  const x: AxisOptions = {
    domain: [1, points.at(-1)!.k],
    scale: 'log',
    label: `${unit}s of context`,
    ticks: [1, 4, 16, 64, 256],
  };
  const y: AxisOptions = {
    domain: [Math.min(full, ...losses), Math.max(...losses)],
    scale: 'linear',
    label: `nats per ${unit}`,
  };
  const plot = frame(x, y, (sx, sy) => {
    const [left, right, height] = [sx.at(1), sx.at(points.at(-1)!.k), sy.at(full)].map(coordinate);
    const whole = `<line class="whole" x1="${left}" x2="${right}" y1="${height}" y2="${height}"/>`;
    return (
      whole +
      curve(
        points.map(({ k, loss }) => [k, loss] as const),
        sx,
        sy,
        1,
        '',
      )
    );
  });
  return figure(plot, `Loss after the state was reset so many ${unit}s ago; dashed: with the whole past`);
}
