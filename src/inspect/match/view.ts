import { count, percent, score, signed } from '../../core/format.js';
import { column, rowsOf, type Block, type CsvRow, type Table } from '../../core/result.js';
import type { Snapshot } from '../../core/snapshot.js';
import { modelFromSnapshot } from '../../model/language-model.js';
import { WINDOW } from '../forward/subject.js';
import { beginningOf } from '../forward/text.js';
import type { FirstWeights } from '../search/controls.js';
import { defineView, type View } from '../views/view.js';
import { matchNetworks, USUAL_READS, type Trained } from './match.js';
import type { MatchReport } from './report.js';

/** Networks that differ by their random weights; the first is the one of the inspection. */
export type Networks = readonly {
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly firstWeights: FirstWeights;
}[];

/** Whether the same cell comes back when a network is trained again from other random weights. */
export const matchView = (networks: Networks): View =>
  defineView<MatchReport>({
    name: 'match',
    takes: ['state', 'feature', 'search'],
    async compute(inspection) {
      const { question, states } = inspection;
      const first = await inspection.subject();
      const { backend, pace } = first;
      const text = beginningOf(first.text, question.limit ?? USUAL_READS);
      const setup = { kernels: backend.kernels, memory: backend.memory, ...WINDOW, training: false };
      const trained = networks.map(({ name, snapshot, firstWeights }): Trained => {
        const subject = { model: modelFromSnapshot(snapshot, setup), backend, text, pace };
        return { name, subject, firstWeights };
      });
      return matchNetworks(trained, { ...question, states });
    },
    blocks,
    rows,
    section: { title: 'Match', always: false },
  });

function blocks(report: MatchReport): Block[] {
  const { text, networks, cells } = report;
  const about = `: ${networks.length} networks, ${count(text.characters)} characters, ${count(cells.length)} cells`;
  return [
    { kind: 'heading', title: text.name, rest: about, whole: true },
    summary(report),
    { kind: 'note', tone: 'strong', text: conclusion(report) },
    ...(report.features.length > 0 ? [featureTable(report)] : []),
    verdictTable(report),
    cellTable(report),
    { kind: 'note', tone: 'quiet', text: notes(report) },
  ];
}

const words = (threshold: number) => `r ≥ ${score(threshold)}`;

function summary({ threshold, correlation, ...report }: MatchReport): Table {
  return {
    kind: 'table',
    columns: [column.left('partner among'), column.right('mean r'), column.right(words(threshold))],
    rows: rowsOf([
      ['the other networks', score(correlation.partner), percent(report.share)],
      ['the same on shuffled text', score(correlation.shuffled), percent(report.shuffled)],
      ['the same before training', score(correlation.untrained), percent(report.untrained)],
    ]),
    caption: `${percent(report.every)} of the cells recur in every one of the other networks.`,
  };
}

function conclusion({ share, ablation }: MatchReport): string {
  const first = `${percent(share)} of the cells recur.`;
  if (ablation === null) return `${first} Too few of one kind to compare what they cost.`;
  const { recurring, others, p } = ablation;
  const figures = `${signed(recurring.cost, 4)} nats per character against ${signed(others.cost, 4)} (${recurring.cells} and ${others.cells} cells, p = ${p.toFixed(3)})`;
  return p <= 0.05
    ? `${first} Clamped at their mean they cost more than others: ${figures}.`
    : `${first} That they cost more than others when clamped is not shown: ${figures}.`;
}

const featureTable = ({ features }: MatchReport): Table => ({
  kind: 'table',
  columns: [column.left('feature'), column.right('cells that track it'), column.right('recur')],
  rows: rowsOf(features.map(({ feature, cells, share }) => [feature, count(cells), percent(share)])),
});

const verdictTable = ({ verdicts }: MatchReport): Table => ({
  kind: 'table',
  columns: [column.left('best feature of the cell'), column.right('cells'), column.right('recur')],
  rows: rowsOf(
    verdicts.map(({ verdict, cells, share }) => [verdict ?? 'constant', count(cells), percent(share)]),
  ),
});

const cellTable = ({ cells }: MatchReport): Table => ({
  kind: 'table',
  columns: [
    { ...column.left('network'), cut: 16 },
    ...['cell', 'partner', 'weakest', 'shuffled', 'untrained'].map(column.right),
    { ...column.left('feature'), cut: 'line' },
  ],
  rows: rowsOf(
    cells.map(({ network, cell, partner, least, shuffled, untrained, feature }) => [
      network,
      cell,
      ...[partner, least, shuffled, untrained].map(score),
      feature ?? '',
    ]),
  ),
  brief: 12,
});

const notes = ({ threshold }: MatchReport): string[] => [
  `partner: for each cell and each other network the cell there whose values on the same text correlate most with its own; the mean of |r| over the other networks, and the weakest of them. A cell recurs if the mean is at least ${score(threshold)} (half of the variance) and above both controls.`,
  'shuffled: the same where the other network has read another stretch of the text. untrained: the same with the other networks before their training. feature: what a search finds the cell best at, tracked or not.',
];

/** A row per cell. */
function* rows({ cells }: MatchReport): Generator<CsvRow> {
  yield [
    ...['network', 'cell', 'partner', 'weakest', 'shuffled', 'untrained', 'recurs', 'feature', 'verdict'],
  ];
  for (const c of cells) {
    const figures = [c.partner, c.least, c.shuffled, c.untrained, Number(c.recurs)];
    yield [c.network, c.cell, ...figures, c.feature ?? '', c.verdict ?? ''];
  }
}
