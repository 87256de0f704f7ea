import type { TextViewReport } from '../text-view.js';
import { heat, heatLegend } from './heat.js';
import type { Style } from './style.js';

/** The text once for each cell, colored by it. */
export function renderText({ cells, content }: TextViewReport, ink: Style): string {
  return cells
    .flatMap(({ cell, range, values }) => [
      `${ink.chalk.bold(cell)}  largest size ${range.toFixed(3)}  ${heatLegend(ink)}`,
      heat(content, values, range, ink),
      '',
    ])
    .join('\n');
}
