import { encodeXML } from 'entities';
import { count } from '../../../core/format.js';
import { signed } from '../../../core/format.js';
import type { Ablation, AblationReport } from './report.js';
import { symbolOf } from '../text-report.js';

/** The section of the page: a table per ablation. */
export function ablationSection({ ablations, text }: AblationReport): string {
  const unit = symbolOf(text);
  const note = `What clamping a cell adds to the loss, in nats per ${unit}, on ${count(text.characters)} ${unit}s: where the next ${unit} ends its feature, and elsewhere.`;
  return `<p class="note">${note}</p>${ablations.map(table).join('')}`;
}

function table(a: Ablation): string {
  const rows = [
    [`${a.cell} clamped at ${a.clampedAt.toFixed(3)} (${a.clamp})`, a.addedAtDecisions, a.addedElsewhere],
    ...a.random.map((other) => [other.cell, other.addedAtDecisions, other.addedElsewhere]),
  ] as [string, number, number][];
  const body = rows
    .map(
      ([name, ...added]) =>
        `<tr><td>${name}</td>${added.map((n) => `<td class="number">${signed(n, 3)}</td>`).join('')}</tr>`,
    )
    .join('');
  const loss = [a.lossAtDecisions, a.lossElsewhere]
    .map((n) => `<td class="number">${n.toFixed(3)}</td>`)
    .join('');
  const places = [a.decisions, a.elsewhere].map((n) => `<td class="number">${count(n)}</td>`).join('');
  return `<h2>${a.cell} and ${encodeXML(a.feature)}</h2><table><thead><tr><th></th><th>where it ends</th><th>elsewhere</th></tr></thead><tbody><tr><td>loss, nothing clamped</td>${loss}</tr>${body}<tr><td>places</td>${places}</tr></tbody></table>`;
}
