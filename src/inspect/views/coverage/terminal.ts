import { count, score, wrap } from '../../../core/format.js';
import type { CellCoverage, CoverageReport } from '../../coverage/report.js';
import { alignColumns } from '../terminal.js';
import type { Style } from '../view.js';
import { notes, summaryRows } from './summary.js';

/** Cells that are listed. */
const MOST = 16;
/** Columns of a row without its formula. */
const BEFORE = 46;

/** The summary, then the cells that are explained best. */
export function renderCoverage(report: CoverageReport, { chalk, safe, columns }: Style): string {
  const { all } = report.explained.cells;
  const shown = report.cells.slice(0, MOST);
  const head = ['cell', 'score', `last ${report.recentSymbols}`, 'untrained', 'verdict', 'formula'];
  const rows = [head, ...shown.map((cell) => row(cell, safe, columns - BEFORE))];
  const table = alignColumns(rows, ['left', 'right', 'right', 'right', 'left', 'left']);
  const summary = alignColumns(
    [['', 'trained', 'untrained'], ...summaryRows(report)],
    ['left', 'right', 'right'],
  );
  const tracked = report.cells.filter(({ verdict }) => verdict.startsWith('tracks')).length;
  return [
    `${chalk.bold(safe(report.text.name))}: ${count(report.text.characters)} characters, ${count(all)} cells`,
    '',
    ...summary.map((line, i) => (i === 0 ? chalk.dim(line) : line)),
    '',
    ...table.map((line, i) => (i === 0 ? chalk.dim(line) : i <= tracked ? chalk.bold(line) : line)),
    ...(report.cells.length > MOST
      ? [`... ${count(report.cells.length - MOST)} more in --csv and --json`]
      : []),
    '',
    ...notes(report)
      .flatMap((paragraph) => wrap(safe(paragraph), 80, '  '))
      .map((line) => chalk.dim(line)),
    '',
  ].join('\n');
}

const WORDS: Readonly<Record<CellCoverage['verdict'], string>> = {
  'tracks a feature': 'feature',
  'tracks a formula': 'formula',
  'echo of recent characters': 'echo',
  unexplained: '-',
  constant: 'constant',
};

function row(c: CellCoverage, safe: Style['safe'], room: number): string[] {
  const formula = safe(c.formula);
  return [
    c.cell,
    (c.sign < 0 ? '↓' : '') + score(c.score),
    score(c.recent),
    score(c.untrained),
    WORDS[c.verdict],
    formula.length > room ? `${formula.slice(0, room - 1)}…` : formula,
  ];
}
