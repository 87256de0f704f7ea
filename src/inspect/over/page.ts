import { encodeXML } from 'entities';
import { score } from '../../core/format.js';
import { curve, figure, frame } from '../views/plot.js';
import type { BornFeature, OverReport } from './report.js';
import { atBirthWords, bornWords } from './words.js';

/** The section of the page: a table, and for each feature its score and its loss along training. */
export function overSection(report: OverReport): string {
  const heads = ['Feature', 'Cell', 'Born at step', 'Score'].map((word) => `<th>${word}</th>`).join('');
  const rows = report.features.map(
    (one) =>
      `<tr data-cell-name="${one.cell}"><td>${encodeXML(one.feature)}</td><td><code>${one.cell}</code></td><td class="number">${bornWords(one)}</td><td class="number">${score(one.steps.at(-1)!.score)}</td></tr>`,
  );
  const plots = report.features.flatMap((one) => [
    scorePlot(one),
    ...(one.decisions > 0 ? [lossPlot(one)] : []),
  ]);
  return [
    `<p class="note">${encodeXML(atBirthWords(report))}</p>`,
    `<table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
    `<div class="plots">${plots.join('')}</div>`,
  ].join('');
}

/** A logarithmic axis has no place for step 0. */
const shown = ({ steps }: BornFeature) => steps.filter(({ step }) => step > 0);

function scorePlot(one: BornFeature): string {
  const steps = shown(one);
  const x = { domain: [1, steps.at(-1)!.step], scale: 'log', label: 'step' } as const;
  const y = { domain: [one.measure === 'auc' ? 0.5 : 0, 1], scale: 'linear', label: one.measure } as const;
  const plot = frame(x, y, (sx, sy) =>
    [
      curve(
        steps.map(({ step, score: value }) => [step, value] as const),
        sx,
        sy,
        1,
        'best cell',
      ),
      curve(
        steps.map(({ step, recent }) => [step, recent] as const),
        sx,
        sy,
        2,
        'last characters',
      ),
    ].join(''),
  );
  return figure(plot, `${one.feature}: score`);
}

function lossPlot(one: BornFeature): string {
  const steps = shown(one);
  const losses = steps.flatMap(({ loss, elsewhere }) => [loss!, elsewhere]);
  const x = { domain: [1, steps.at(-1)!.step], scale: 'log', label: 'step' } as const;
  const y = { domain: [0, Math.max(...losses)], scale: 'linear', label: 'nats' } as const;
  const plot = frame(x, y, (sx, sy) =>
    [
      curve(
        steps.map(({ step, loss }) => [step, loss!] as const),
        sx,
        sy,
        1,
        'where it ends',
      ),
      curve(
        steps.map(({ step, elsewhere }) => [step, elsewhere] as const),
        sx,
        sy,
        2,
        'elsewhere',
      ),
    ].join(''),
  );
  return figure(plot, `${one.feature}: loss`);
}
