import { encodeXML } from 'entities';
import { score } from '../../../core/format.js';
import type { CellCoverage, CoverageReport } from '../../coverage/report.js';
import { notes, summaryRows } from './summary.js';

/** Cells in the table. */
const MOST = 100;

/** The section of the page: the summary, and the cells that are explained best. */
export function coverageSection(report: CoverageReport): string {
  const head = [
    'Cell',
    'Score',
    `Last ${report.recentSymbols}`,
    'Features',
    'Both',
    'Untrained',
    'p',
    'Formula',
    'Verdict',
  ];
  const paragraphs = notes(report).map((note) => `<p class="note">${encodeXML(note)}</p>`);
  return [
    table(
      ['', 'Trained', 'Untrained'],
      summaryRows(report).map(([name, ...figures]) => cells([name!], figures)),
    ),
    table(head, report.cells.slice(0, MOST).map(row)),
    ...paragraphs,
  ].join('');
}

function table(head: readonly string[], rows: readonly string[]): string {
  const heads = head.map((word) => `<th>${word}</th>`).join('');
  return `<table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const cells = (words: readonly string[], figures: readonly string[], attributes = ''): string =>
  `<tr${attributes}>${words.map((word) => `<td>${word}</td>`).join('')}${figures.map((n) => `<td class="number">${n}</td>`).join('')}</tr>`;

function row(c: CellCoverage): string {
  const numbers = [
    (c.sign < 0 ? '↓' : '') + score(c.score),
    ...[c.recent, c.features, c.both, c.untrained].map(score),
  ];
  const figures = [...numbers, c.p.toFixed(3)].map((n) => `<td class="number">${n}</td>`).join('');
  const verdict = `<td class="${c.verdict.startsWith('tracks') ? 'tracks' : ''}">${c.verdict}</td>`;
  return `<tr data-cell-name="${c.cell}"><td><code>${c.cell}</code></td>${figures}<td>${encodeXML(c.formula)}</td>${verdict}</tr>`;
}
