import { score } from '../../../core/format.js';
import type { Block, ColoredText, CsvRow } from '../../../core/result.js';
import type { TaskData } from '../../../core/snapshot.js';
import type { TextReport } from '../../search/report.js';

/** The rows of a table, and the probability of the answer after each symbol. */
export interface RowsReport {
  readonly view: 'text';
  readonly task: TaskData['name'];
  readonly text: TextReport;
  /** The cells of --cell. */
  readonly cells: readonly string[];
  readonly rows: readonly RowReport[];
}

export interface RowReport {
  /** What is read: a text, a label, or numbers with blanks between. */
  readonly source: string;
  /** The table's answer and the model's. */
  readonly expected: string;
  readonly answer: string;
  /** Symbols of the source (classify, tag) or of the answer (generate, translate). */
  readonly symbols: readonly string[];
  /**
   * For each symbol what its probability is of: the label (of the table, or of --feature), the tag of the table, or the
   * symbol itself.
   */
  readonly of: readonly string[];
  readonly probabilities: readonly number[];
  /** classify: the probability of the answer at the end; else the product of the probabilities of its symbols. */
  readonly probability: number;
  /** The values of each cell at each symbol, at the step at which the probability is given. */
  readonly cells: readonly (readonly number[])[];
}

/** What the colors show, by task. */
const legends = {
  classify: 'how likely the label is after each character',
  tag: 'how likely the tag of the table is at each character',
  generate: 'how likely each character of the answer is',
  translate: 'how likely each character of the answer is',
};

/** One row of the table per line, colored by probabilities or, with --cell, once for each cell by its values. */
export function rowBlocks(report: RowsReport): Block[] {
  const { task, rows, cells } = report;
  const right = rows.filter(({ expected, answer }) => expected === answer).length;
  return [
    {
      kind: 'heading',
      whole: true,
      rest: '; ',
      title: cells.length === 0 ? legends[task] : cells.join(', '),
      legend: {
        colors: 'the bluer, the higher',
        brackets: '[ ] stands around the upper half of the values of a row',
      },
    },
    ...rows.flatMap((row) => coloredRows(report, row)),
    ...(task === 'generate'
      ? []
      : [{ kind: 'note', text: `${right} of ${rows.length} row(s) answered as in the table` } as const]),
  ];
}

function coloredRows({ task, cells }: RowsReport, row: RowReport): ColoredText[] {
  const { source, expected, answer, probability, symbols } = row;
  const around = {
    classify: { after: `  ${answer} ${score(probability)}` },
    tag: { after: `\n${answer}` },
    generate: { before: source },
    translate: { before: source },
  }[task];
  const wanted = expected === answer || task === 'generate' ? undefined : expected;
  const text = { kind: 'colored' as const, symbols, expected: wanted, ...around };
  if (cells.length === 0) return [{ ...text, values: row.probabilities, range: 1 }];
  return row.cells.map((values) => ({ ...text, values, range: Math.max(...values.map(Math.abs)) }));
}

/** A line per symbol. */
export function* rowsOfTable({ rows, cells }: RowsReport): Generator<CsvRow> {
  yield ['row', 'position', 'char', 'of', 'probability', ...cells];
  for (const [r, { symbols, of, probabilities, cells }] of rows.entries()) {
    for (const [i, symbol] of symbols.entries()) {
      yield [r + 1, i, symbol, of[i]!, probabilities[i]!, ...cells.map((values) => values[i]!)];
    }
  }
}
