import asciichart from 'asciichart';
import type { Chart, Series } from '../../core/result.js';

const HEIGHT = 10;
/** Of a scatter. */
const [COLUMNS, ROWS] = [32, 12];
const DENSITY = [' ', '·', '•', '●', '█'];

/** Lines as a plot with its caption below, dots as a scatter for each series with the caption above. */
export function chartLines(chart: Chart): string[] {
  if (chart.mark === 'line') return [...plot(chart), chart.caption];
  return chart.series.flatMap((series) => [chart.caption, ...scatter(series, chart)]);
}

/** Points side by side, as far apart as columns allow, wherever they are on the horizontal axis; dashed lines are left out. */
function plot({ series, y, step = 3 }: Chart): string[] {
  const curves = series
    .filter(({ dashed }) => !dashed)
    .map(({ points }) => points.flatMap(([, value]) => Array<number>(step).fill(value)));
  const domain = y.domain && { min: y.domain[0], max: y.domain[1] };
  return asciichart.plot(curves, { height: HEIGHT, ...domain }).split('\n');
}

/** Dots in the unit square, denser where there are several. */
function scatter({ points }: Series, { x }: Chart): string[] {
  const grid = Array.from({ length: ROWS }, () => new Array<number>(COLUMNS).fill(0));
  for (const [right, up] of points) {
    const column = Math.min(COLUMNS - 1, Math.floor(right * COLUMNS));
    grid[Math.min(ROWS - 1, Math.floor(up * ROWS))]![column]!++;
  }
  const lines = grid.toReversed().map((row, i) => {
    const label = i === 0 ? '1' : i === ROWS - 1 ? '0' : ' ';
    return `${label} │${row.map((n) => DENSITY[Math.min(DENSITY.length - 1, n)]).join('')}`;
  });
  return [...lines, `  └${'─'.repeat(COLUMNS)}`, `   0${x.label.padStart(COLUMNS - 2)} 1`];
}
