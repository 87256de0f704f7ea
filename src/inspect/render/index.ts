import type { Report } from '../report.js';
import { renderAblation } from './ablation.js';
import { renderCells } from './cells.js';
import { renderFlow, renderMemory } from './curves.js';
import { renderGates } from './gates.js';
import type { Style } from './style.js';
import { renderText } from './text.js';

export type { Style } from './style.js';

/** A report for the terminal. `model` and `text` are what the user typed, for the commands that are suggested. */
export function render(report: Report, ink: Style, model: string, text: string): string {
  switch (report.view) {
    case 'cells':
      return renderCells(report, ink, model, text);
    case 'text':
      return renderText(report, ink);
    case 'gates':
      return renderGates(report, ink);
    case 'flow':
      return renderFlow(report, ink);
    case 'memory':
      return renderMemory(report, ink);
    case 'ablation':
      return renderAblation(report, ink);
  }
}
