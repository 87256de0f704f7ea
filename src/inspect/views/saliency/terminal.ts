import { score } from '../../../core/format.js';
import { heat } from '../terminal.js';
import type { Style } from '../view.js';
import type { SaliencyReport } from './report.js';

/** One row per line, colored relative to its largest value. */
export function renderSaliency({ rows }: SaliencyReport, style: Style): string {
  const { chalk, safe } = style;
  const colors =
    chalk.level >= 2
      ? 'blue speaks for the answer, red against it'
      : '[ ] stands around the upper half of the values of a row';
  return [
    `${chalk.bold('gradient × input of the log probability of the answer')}; ${colors}`,
    '',
    ...rows.map(({ answer, logprob, symbols, saliency }) => {
      const range = saliency.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      return `${heat(symbols, saliency, range, style)}  →  ${safe(answer)} ${score(Math.exp(logprob))}`;
    }),
    '',
  ].join('\n');
}
