import type { Block, CsvRow } from '../../../core/result.js';
import { parseCell } from '../../../model/cell-name.js';
import { cellsOf, indexOfCell, nameAt, type Cell } from '../../forward/cells.js';
import { traceCell } from '../../forward/record.js';
import { beginningOf, symbolsIn } from '../../forward/text.js';
import type { TextReport } from '../../search/report.js';
import { defineView } from '../view.js';
import { rowBlocks, rowsOfTable, type RowsReport } from './rows-report.js';
import { readTable } from './rows.js';

/** Default --limit on a terminal. */
const TO_READ = 3000;

/** The text, and the values of one or more cells after each of its symbols. */
export interface TextViewReport {
  readonly view: 'text';
  readonly text: TextReport;
  readonly symbols: readonly string[];
  readonly cells: readonly {
    readonly cell: string;
    /** The largest absolute value. */
    readonly range: number;
    readonly values: readonly number[];
  }[];
}

/**
 * Follows the named cells, or the best one a search finds, through the text. In the rows of a table it follows the
 * probability of the answer.
 */
export const text = defineView<TextViewReport | RowsReport>({
  name: 'text',
  reads: ['text', 'table'],
  takes: ['cell', 'state', 'feature', 'search'],
  async compute(inspection) {
    const { cells: named, question, table } = inspection;
    if (table) return readTable(inspection, table, question.limit ?? TO_READ);
    const subject = await inspection.subject();
    const wanted = named.length > 0 ? named : [await bestCell(inspection)];
    const shown = beginningOf(subject.text, question.limit ?? (named.length > 0 ? TO_READ : Infinity));
    const length = shown.ids.length;
    const cells: TextViewReport['cells'][number][] = [];
    for (const cell of wanted) {
      const watched = cellsOf(subject.model, [cell.state]);
      const index = indexOfCell(watched, cell);
      const trace = await traceCell({ ...subject, text: shown }, watched, index, { from: 0, to: length });
      const range = trace.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      cells.push({ cell: nameAt(watched, index), range, values: Array.from(trace) });
    }
    return { view: 'text', text: { name: shown.name, characters: length }, symbols: symbolsIn(shown), cells };
  },
  blocks: (report) => ('rows' in report ? rowBlocks(report) : blocks(report)),
  rows: (report) => ('rows' in report ? rowsOfTable(report) : rows(report)),
});

async function bestCell(inspection: {
  search(): Promise<{ features: readonly { cell: string }[] }>;
}): Promise<Cell> {
  const { features } = await inspection.search();
  return parseCell(features[0]!.cell) as Cell;
}

/** The text once for each cell, colored by it. */
const blocks = ({ cells, symbols }: TextViewReport): Block[] =>
  cells.flatMap(({ cell, range, values }): Block[] => [
    {
      kind: 'heading',
      title: cell,
      legend: 'scale',
      rest: `  largest absolute value ${range.toFixed(3)}  `,
    },
    { kind: 'colored', symbols, values, range },
  ]);

/** A row per symbol. */
function* rows({ symbols, cells }: TextViewReport): Generator<CsvRow> {
  yield ['position', 'char', ...cells.map(({ cell }) => cell)];
  for (const [position, symbol] of symbols.entries()) {
    yield [position, symbol, ...cells.map(({ values }) => values[position]!)];
  }
}
