import { count, signed } from '../../../core/format.js';
import { mean } from '../../../core/numbers.js';
import type { Block, CsvRow } from '../../../core/result.js';
import type { TextReport } from '../../search/report.js';
import { symbolOf } from '../text-report.js';

/** What the network loses when a cell is clamped to a value, where its feature is decided and elsewhere. */
export interface AblationReport {
  readonly view: 'ablation';
  readonly text: TextReport;
  readonly ablations: readonly Ablation[];
}

export interface Ablation {
  readonly cell: string;
  readonly feature: string;
  /** How the value was chosen, and the value. */
  readonly clamp: 'zero' | 'mean' | 'value';
  readonly clampedAt: number;
  /** Positions at which the next symbol ends the feature (the closing quote, the newline), and all others. */
  readonly decisions: number;
  readonly elsewhere: number;
  /** Nats per symbol before, and what clamping the cell adds. */
  readonly lossAtDecisions: number;
  readonly lossElsewhere: number;
  readonly addedAtDecisions: number;
  readonly addedElsewhere: number;
  /** The same for random cells of the same layer and state, each clamped in the same way. */
  readonly random: readonly {
    readonly cell: string;
    readonly addedAtDecisions: number;
    readonly addedElsewhere: number;
  }[];
}

/** What clamping each cell costs, beside random cells of its layer. */
export function blocks({ ablations, text }: AblationReport): Block[] {
  const unit = symbolOf(text);
  const note = `Nats per ${unit} on ${count(text.characters)} ${unit}s. Decisive places: the next ${unit} ends the feature.`;
  return [...ablations.flatMap(blocksOf), { kind: 'note', tone: 'quiet', text: note }];
}

function blocksOf(a: Ablation): Block[] {
  const others = a.random;
  const largest = others.reduce((most, { addedAtDecisions }) => Math.max(most, addedAtDecisions), -Infinity);
  const at = others.map((other) => other.addedAtDecisions);
  const elsewhere = others.map((other) => other.addedElsewhere);
  const rows = [
    ['loss, nothing clamped', a.lossAtDecisions.toFixed(3), a.lossElsewhere.toFixed(3)],
    [
      `${a.cell} clamped at ${a.clampedAt.toFixed(3)} (${a.clamp})`,
      ...[signed(a.addedAtDecisions, 3), signed(a.addedElsewhere, 3)],
    ],
    [`${others.length} random cells, mean`, signed(mean(at), 3), signed(mean(elsewhere), 3)],
    ['  the largest of them', signed(largest, 3), ''],
    ['places', count(a.decisions), count(a.elsewhere)],
  ];
  const numbers = ['at decisive places', 'elsewhere'].map((name) => ({ name, align: 'right' }) as const);
  return [
    { kind: 'heading', title: `${a.cell} and ${a.feature}` },
    {
      kind: 'table',
      columns: [{ name: '', align: 'left' }, ...numbers],
      rows: rows.map((cells) => ({ cells })),
      caption: conclusion(a, largest),
    },
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

/** The cell, then the random cells beside it. */
export function* rows({ ablations }: AblationReport): Generator<CsvRow> {
  yield [
    ...['feature', 'cell', 'clamped_at', 'role'],
    ...['added_at_decisions', 'added_elsewhere', 'decisions', 'elsewhere'],
  ];
  for (const a of ablations) {
    const counts = [a.decisions, a.elsewhere];
    yield [a.feature, a.cell, a.clampedAt, 'cell', a.addedAtDecisions, a.addedElsewhere, ...counts];
    for (const o of a.random) {
      yield [a.feature, o.cell, '', 'random', o.addedAtDecisions, o.addedElsewhere, ...counts];
    }
  }
}
