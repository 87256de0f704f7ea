import { count, score } from '../../../core/format.js';
import { column, type Block, type CsvRow } from '../../../core/result.js';

/** Which cell tracks which column of a series: `inspect` of a network on series. */
export interface ColumnsReport {
  readonly view: 'cells';
  readonly series: string;
  /** Rows in which cells are chosen, and rows in which they are scored. */
  readonly rows: { readonly selection: number; readonly heldOut: number };
  readonly features: readonly TrackedSignal[];
}

export interface TrackedSignal {
  /** A column, the change of one from row to row, or a phase of the calendar. */
  readonly feature: string;
  /** The cell with the highest correlation on the first half of the rows. */
  readonly cell: string;
  /** Its absolute correlation on the second half. */
  readonly score: number;
  /** The same of the best cell of the network before training. */
  readonly untrained: number;
  /** The highest score of the same cell with the signal shifted in time. */
  readonly shifted: number;
  readonly verdict: 'tracks' | 'partly' | 'no';
}

const tones = { tracks: 'good', partly: 'fair', no: 'quiet' } as const;

export const blocks = ({ series, rows, features }: ColumnsReport): Block[] => [
  {
    kind: 'heading',
    whole: true,
    title: series,
    rest: `: cells chosen on ${count(rows.selection)} rows, scored on the ${count(rows.heldOut)} after them`,
  },
  {
    kind: 'table',
    columns: [
      column.left('feature'),
      column.left('cell'),
      column.right('score'),
      column.right('untrained'),
      column.right('shifted'),
      column.left('verdict'),
    ],
    rows: features.map((one) => ({
      about: one.cell,
      cells: [
        one.feature,
        one.cell,
        score(one.score),
        score(one.untrained),
        score(one.shifted),
        { text: one.verdict, tone: tones[one.verdict] },
      ],
    })),
  },
  {
    kind: 'note',
    tone: 'quiet',
    text:
      'score: absolute correlation; untrained: of the best cell of the same network before training; shifted: the highest ' +
      'with the feature moved in time. A cell tracks a feature from .5 on, if it exceeds both by .05.',
  },
];

export function* rows({ features }: ColumnsReport): Generator<CsvRow> {
  yield ['feature', 'cell', 'score', 'untrained', 'shifted', 'verdict'];
  for (const { feature, cell, score, untrained, shifted, verdict } of features)
    yield [feature, cell, score, untrained, shifted, verdict];
}
