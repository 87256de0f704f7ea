import { count, percent, signed } from '../../core/format.js';
import { column, rowsOf, type Block, type CsvRow, type Table } from '../../core/result.js';
import { defineView } from '../views/view.js';
import { scorePairs } from './pairs.js';
import type { PairsReport } from './report.js';

/** Whether the right one of two continuations is the likelier one, and the cells that it depends on. */
export const pairsView = defineView<PairsReport>({
  name: 'pairs',
  reads: ['pairs'],
  takes: ['state'],
  compute: ({ network, vocabulary, pairs, states }) => scorePairs(network, vocabulary, { ...pairs!, states }),
  blocks,
  rows,
});

function blocks(report: PairsReport): Block[] {
  const { file, pairs, difference } = report;
  return [
    { kind: 'heading', title: file, rest: `: ${count(pairs.length)} pairs`, whole: true },
    kindTable(report),
    { kind: 'note', tone: 'strong', text: conclusion(report) },
    cellTable(report),
    pairTable(report),
    {
      kind: 'note',
      tone: 'quiet',
      text: [
        `difference: ln p(right) − ln p(wrong) after the context, in nats; ${signed(difference, 3)} in the mean. accuracy: the share of pairs in which it is positive, with its 95 % interval.`,
        'loses: what clamping the cell at its mean over the contexts takes from the difference. Cells are ranked on every other pair; all figures of the table are of the remaining pairs.',
      ],
    },
  ];
}

const range = ({ low, high }: PairsReport['interval']) => `${percent(low)} to ${percent(high)}`;

const kindTable = ({ kinds, accuracy, interval, pairs }: PairsReport): Table => ({
  kind: 'table',
  columns: [column.left('kind'), ...['pairs', 'accuracy', '95 % interval'].map(column.right)],
  rows: rowsOf([
    ...kinds.map((one) => [one.kind, count(one.pairs), percent(one.accuracy), range(one.interval)]),
    ...(kinds.length > 1 ? [['all', count(pairs.length), percent(accuracy), range(interval)]] : []),
  ]),
});

/** Cells are named only where there is a preference that they could carry. */
function conclusion({ interval: { low, high }, accuracy, cells }: PairsReport): string {
  if (high < 0.5)
    return `The network prefers the wrong continuation in ${percent(1 - accuracy)} of the pairs.`;
  if (low <= 0.5) return 'The network is not shown to prefer either continuation.';
  const right = `The network prefers the right continuation in ${percent(accuracy)} of the pairs.`;
  const carrying = cells.filter(({ interval }) => interval.low > 0).map(({ cell }) => cell);
  return carrying.length === 0
    ? `${right} No single cell is shown to carry the difference.`
    : `${right} The difference rests most on ${carrying.slice(0, 3).join(', ')}.`;
}

const cellTable = ({ cells }: PairsReport): Table => ({
  kind: 'table',
  columns: [column.left('cell'), ...['loses', '95 % interval', 'accuracy'].map(column.right)],
  rows: cells.map(({ cell, cost, interval, accuracy }) => ({
    about: cell,
    cells: [
      cell,
      signed(cost, 3),
      `${signed(interval.low, 3)} to ${signed(interval.high, 3)}`,
      percent(accuracy),
    ],
  })),
  brief: 8,
});

/** The pairs, those that are most wrong first. */
const pairTable = ({ pairs }: PairsReport): Table => ({
  kind: 'table',
  columns: [
    column.right('difference'),
    { ...column.left('right'), cut: 12 },
    { ...column.left('wrong'), cut: 12 },
    { ...column.left('context'), cut: 'line' },
  ],
  rows: rowsOf(
    pairs
      .toSorted((a, b) => a.difference - b.difference)
      .map(({ difference, right, wrong, context }) => [
        signed(difference, 3),
        ...[right, wrong, context].map((text) => text.replaceAll('\n', '↵')),
      ]),
  ),
  brief: 8,
});

/** A row per pair. */
function* rows({ pairs }: PairsReport): Generator<CsvRow> {
  yield ['kind', 'context', 'right', 'wrong', 'difference'];
  for (const { kind, context, right, wrong, difference } of pairs)
    yield [kind, context, right, wrong, difference];
}
