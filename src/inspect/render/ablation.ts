import type { Ablation, AblationReport } from '../ablation-view.js';
import { alignColumns } from './columns.js';
import type { Style } from './style.js';

/** What each cell's absence costs, beside random cells of its layer. */
export function renderAblation({ ablations, text }: AblationReport, ink: Style): string {
  return [
    ...ablations.flatMap((ablation) => [...one(ablation, ink), '']),
    ink.chalk.dim(
      `Nats per character on ${text.characters.toLocaleString('en')} characters. Decisive: where the next character ends the feature.`,
    ),
    '',
  ].join('\n');
}

function one(a: Ablation, { chalk, safe }: Style): string[] {
  const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
  const others = a.random;
  const mean = (pick: (other: Ablation['random'][number]) => number): number =>
    others.reduce((sum, other) => sum + pick(other), 0) / Math.max(1, others.length);
  const largest = others.reduce((most, { addedAtDecisions }) => Math.max(most, addedAtDecisions), -Infinity);
  const rows = [
    ['', 'at decisive places', 'elsewhere'],
    ['loss, all cells free', a.lossAtDecisions.toFixed(3), a.lossElsewhere.toFixed(3)],
    [
      `${a.cell} held at ${a.hold.toFixed(3)} (${a.how})`,
      signed(a.addedAtDecisions),
      signed(a.addedElsewhere),
    ],
    [
      `${others.length} random cells, mean`,
      signed(mean((o) => o.addedAtDecisions)),
      signed(mean((o) => o.addedElsewhere)),
    ],
    ['  the largest of them', signed(largest), ''],
    ['places', a.decisions.toLocaleString('en'), a.elsewhere.toLocaleString('en')],
  ];
  return [
    chalk.bold(`${a.cell} and ${safe(a.feature)}`),
    ...alignColumns(rows, ['left', 'right', 'right']),
    `${says(a, largest)}`,
  ];
}

function says({ addedAtDecisions, addedElsewhere, feature }: Ablation, largest: number): string {
  const most = Math.max(largest, 0);
  if (addedAtDecisions > 2 * most && addedAtDecisions > 2 * addedElsewhere && addedAtDecisions > 0.02) {
    return `The cell matters where ${feature} ends, more than any of the random cells and more than elsewhere.`;
  }
  if (addedAtDecisions > most)
    return 'The cell matters there more than the random cells do, but not only or not much.';
  return 'Holding it does no more there than holding a random cell: others know as much.';
}
