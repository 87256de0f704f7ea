import { count, percent, score } from '../../../core/format.js';
import type { CsvRow, Table } from '../../../core/result.js';
import { coverCells, USUAL_READS } from '../../coverage/coverage.js';
import type { CellCoverage, CoverageReport, Explained } from '../../coverage/report.js';
import { beginningOf } from '../../forward/text.js';
import { defineView } from '../view.js';

/** Cells that are listed where there is little room. */
const BRIEF = 16;

/** For every cell what explains it, and how much of all of them is explained. */
export const coverage = defineView<CoverageReport>({
  name: 'coverage',
  takes: ['state', 'feature', 'search'],
  async compute(inspection) {
    const subject = await inspection.subject();
    const { question, states } = inspection;
    const text = beginningOf(subject.text, question.limit ?? USUAL_READS);
    return coverCells({ ...subject, text }, { ...question, states });
  },
  blocks: (report) => [
    {
      kind: 'heading',
      title: report.text.name,
      whole: true,
      rest: `: ${count(report.text.characters)} characters, ${count(report.explained.cells.all)} cells`,
    },
    summaryTable(report),
    cellTable(report),
    { kind: 'note', tone: 'quiet', text: notes(report) },
  ],
  rows,
  section: { title: 'Coverage', always: false },
});

/** What is counted, of the network and of the network before training. */
function summaryTable({ explained, recentSymbols: k }: CoverageReport): Table {
  const both = (of: (one: Explained) => string) => [of(explained), of(explained.untrained)];
  const cells = (name: string, verdict: keyof Explained['cells']) => [
    name,
    ...both((one) => count(one.cells[verdict])),
  ];
  const share = (name: string, of: 'recent' | 'features' | 'both') => [
    name,
    ...both((one) => percent(one[of])),
  ];
  const rows = [
    cells('cells that track a feature', 'feature'),
    cells('cells that track a formula', 'formula'),
    cells(`cells that echo the last ${k} characters`, 'recent'),
    cells('cells explained by none of these', 'none'),
    ...(explained.cells.constant > 0 ? [cells('constant cells', 'constant')] : []),
    share(`variance explained by the last ${k} characters`, 'recent'),
    share('by all features together', 'features'),
    share('by both', 'both'),
  ];
  return {
    kind: 'table',
    columns: [
      { name: '', align: 'left' },
      { name: 'trained', align: 'right' },
      { name: 'untrained', align: 'right' },
    ],
    rows: rows.map((cells) => ({ cells })),
  };
}

/** The cells, those that are explained best first. */
function cellTable({ cells, recentSymbols: k }: CoverageReport): Table {
  return {
    kind: 'table',
    columns: [
      { name: 'cell', align: 'left' },
      { name: 'score', align: 'right' },
      { name: `last ${k}`, align: 'right' },
      { name: 'features', align: 'right', only: 'page' },
      { name: 'both', align: 'right', only: 'page' },
      { name: 'untrained', align: 'right' },
      { name: 'p', align: 'right', only: 'page' },
      { name: 'verdict', align: 'left' },
      { name: 'formula', align: 'left', cut: 'line' },
    ],
    rows: cells.map((c) => ({
      about: c.cell,
      cells: [
        c.cell,
        (c.sign < 0 ? '↓' : '') + score(c.score),
        ...[c.recent, c.features, c.both, c.untrained].map(score),
        c.p.toFixed(3),
        {
          text: words[c.verdict],
          long: c.verdict,
          tone: c.verdict.startsWith('tracks') ? 'good' : undefined,
        },
        c.formula,
      ],
    })),
    brief: BRIEF,
  };
}

const words: Readonly<Record<CellCoverage['verdict'], string>> = {
  'tracks a feature': 'feature',
  'tracks a formula': 'formula',
  'echo of recent characters': 'echo',
  unexplained: '-',
  constant: 'constant',
};

/** What the numbers are. */
function notes(report: CoverageReport): string[] {
  const { selection, heldOut } = report.parts;
  const k = report.recentSymbols;
  return [
    `Shares of the variance of a cell on ${count(heldOut.to - heldOut.from)} characters that were held out; formulas and weights were selected on the ${count(selection.to)} before them. The summary has the mean over the cells.`,
    `Formula: the best of all formulas of one or two of ${report.conditions} conditions, and of those of three that contain one of the best pairs. ↓: the cell is low where it holds. Last ${k}: what the last 1 to ${k} characters predict. Features: a linear regression on all of them. Untrained: the largest share that the formula has of any cell of the network before training. p: family-wise over all cells, of ${count(report.shuffles)} shuffles of blocks.`,
    `A cell tracks its formula if p is at most .05, and the share at least .25 and larger than those of the last characters and of the untrained network.`,
    `Too rare for a formula: ${report.absent.join(', ') || 'none'}.`,
  ];
}

/** A row per cell. */
function* rows({ cells }: CoverageReport): Generator<CsvRow> {
  yield [
    ...['cell', 'state', 'feature', 'feature_score', 'formula', 'sign', 'score', 'features', 'recent'],
    ...['both', 'untrained', 'p', 'verdict'],
  ];
  for (const c of cells) {
    yield [
      ...[c.cell, c.state, c.feature, c.featureScore, c.formula, c.sign, c.score],
      ...[c.features, c.recent, c.both, c.untrained, c.p, c.verdict],
    ];
  }
}
