import { encodeXML } from 'entities';
import { count } from '../../../core/format.js';
import type { FeatureReport } from '../../search/report.js';
import { score } from '../../../core/format.js';
import type { CellsReport } from './report.js';

/** The section of the page: the table of features. */
export function cellsSection(report: CellsReport): string {
  const { selection, heldOut } = report.parts;
  const k = report.recentSymbols;
  const head = ['Feature', 'Cell', 'Score', 'Untrained', `Last ${k}`, 'p', 'All cells', 'Verdict'];
  const note =
    `The best cell for each feature, selected on ${count(selection.to)} ${report.text.of ?? 'characters'} and scored on the next ${count(heldOut.to - heldOut.from)}: ` +
    `AUC for binary features (.5 is chance), Spearman’s ρ for graded ones (0 is chance). Untrained: the best cell of the same network before training. ` +
    `Last ${k}: a predictor that sees only the last ${k} characters. p: family-wise over all ${count(report.cells)} cells. ` +
    `All cells: a linear probe. Too rare for a verdict: ${report.absent.join(', ') || 'none'}.`;
  const heads = head.map((word) => `<th>${word}</th>`).join('');
  return `<p class="note">${encodeXML(note)}</p><table><thead><tr>${heads}</tr></thead><tbody>${report.features.map(featureRow).join('')}</tbody></table>`;
}

function featureRow(f: FeatureReport): string {
  const numbers = [
    (f.sign < 0 ? '↓' : '') + score(f.score),
    score(f.untrained),
    score(f.recent),
    f.p.toFixed(3),
    score(f.probe.at(-1)?.score ?? NaN),
  ];
  return `<tr data-cell-name="${f.cell}"><td>${encodeXML(f.what)}</td><td><code>${f.cell}</code></td>${numbers
    .map((n) => `<td class="number">${n}</td>`)
    .join('')}<td class="${f.verdict === 'tracks' ? 'tracks' : ''}">${f.verdict}</td></tr>`;
}
