import { alignColumns } from '../terminal.js';
import type { Style } from '../view.js';
import type { FlowReport } from './report.js';
import { symbolOf } from '../text-report.js';

/** The flow of gradients: a table of norms against distance, spectra, and a verdict. */
export function renderFlow({ layers, text }: FlowReport, { chalk }: Style): string {
  const lines = layers.flatMap(({ layer, points, verdict, reach, recurrent, step }) => {
    const start = points[0]!;
    const rows = points.map(({ k, h, c }) => [
      String(k),
      h.toExponential(1),
      c === null ? '' : c.toExponential(1),
      bar((c ?? h) / (start.c ?? start.h)),
    ]);
    const head = ['k', '∂L/∂h', start.c === null ? '' : '∂L/∂c', 'of that at k = 1, log scale to 1 %'];
    const [first, ...rest] = alignColumns([head, ...rows], ['right', 'right', 'right', 'left']);
    return [
      chalk.bold(`layer ${layer}: ${verdict}`) +
        ` — 1 % of the gradient of one step back is left after ${reach} steps`,
      first!,
      ...rest,
      ...(recurrent.length > 0 ? [`singular values of W_hh: ${spectrum(recurrent)}`] : []),
      `of one step's Jacobian:  ${spectrum(step)}`,
      '',
    ];
  });
  const legend = `Mean norms at 32 places of ∂L(next ${symbolOf(text)})/∂(state k steps back). Vanishing: under 1 %`;
  return [
    ...lines,
    chalk.dim(legend),
    chalk.dim('before 32 steps; exploding: ever above 10 times; balanced: neither.'),
    '',
  ].join('\n');
}

/** A full bar is 1 or more, none 1 % or less. */
function bar(share: number): string {
  const length = Math.round(20 * Math.max(0, Math.min(1, 1 + Math.log10(Math.max(share, 1e-9)) / 2)));
  return '█'.repeat(length) + (length === 0 ? '·' : '');
}

function spectrum(values: readonly number[]): string {
  const at = (share: number): string => values[Math.floor(share * (values.length - 1))]!.toFixed(2);
  return `largest ${at(0)}, a tenth above ${at(0.1)}, half above ${at(0.5)}, smallest ${at(1)}`;
}
