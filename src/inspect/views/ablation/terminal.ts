import { count, signed } from '../../../core/format.js';
import { mean } from '../../../core/numbers.js';
import { alignColumns } from '../terminal.js';
import type { Style } from '../view.js';
import type { Ablation, AblationReport } from './report.js';
import { symbolOf } from '../text-report.js';

/** What clamping each cell costs, beside random cells of its layer. */
export function renderAblation({ ablations, text }: AblationReport, style: Style): string {
  const unit = symbolOf(text);
  return [
    ...ablations.flatMap((ablation) => [...one(ablation, style), '']),
    style.chalk.dim(
      `Nats per ${unit} on ${count(text.characters)} ${unit}s. Decisive places: the next ${unit} ends the feature.`,
    ),
    '',
  ].join('\n');
}

function one(a: Ablation, { chalk, safe }: Style): string[] {
  const others = a.random;
  const largest = others.reduce((most, { addedAtDecisions }) => Math.max(most, addedAtDecisions), -Infinity);
  const rows = [
    ['', 'at decisive places', 'elsewhere'],
    ['loss, nothing clamped', a.lossAtDecisions.toFixed(3), a.lossElsewhere.toFixed(3)],
    [
      `${a.cell} clamped at ${a.clampedAt.toFixed(3)} (${a.clamp})`,
      signed(a.addedAtDecisions, 3),
      signed(a.addedElsewhere, 3),
    ],
    [
      `${others.length} random cells, mean`,
      signed(mean(others.map((other) => other.addedAtDecisions)), 3),
      signed(mean(others.map((other) => other.addedElsewhere)), 3),
    ],
    ['  the largest of them', signed(largest, 3), ''],
    ['places', count(a.decisions), count(a.elsewhere)],
  ];
  return [
    chalk.bold(`${a.cell} and ${safe(a.feature)}`),
    ...alignColumns(rows, ['left', 'right', 'right']),
    conclusion(a, largest),
  ];
}

function conclusion({ addedAtDecisions, addedElsewhere, feature }: Ablation, largest: number): string {
  const most = Math.max(largest, 0);
  if (addedAtDecisions > 2 * most && addedAtDecisions > 2 * addedElsewhere && addedAtDecisions > 0.02) {
    return `The cell matters where ${feature} ends, more than any of the random cells and more than elsewhere.`;
  }
  if (addedAtDecisions > most)
    return 'The cell matters there more than the random cells do, but little, or elsewhere as well.';
  return 'Clamping it costs no more there than clamping a random cell: other cells carry the feature as well.';
}
