import type { TextViewReport } from '../text-view.js';
import { heat, heatLegend } from './heat.js';
import type { Ink } from './ink.js';

/** The text once for each cell, coloured by it. */
export function renderText({ cells, content }: TextViewReport, ink: Ink): string {
  return cells
    .flatMap(({ cell, range, values }) => [
      `${ink.chalk.bold(cell)}  largest size ${range.toFixed(3)}  ${heatLegend(ink)}`,
      heat(content, values, range, ink),
      '',
    ])
    .join('\n');
}
