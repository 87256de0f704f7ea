import { score } from '../../../core/format.js';
import { guard, type Row } from '../csv.js';
import { heat } from '../terminal.js';
import type { Style } from '../view.js';
import type { RowReport, RowsReport } from './rows-report.js';

/** What the colors show, by task. */
const LEGENDS = {
  classify: 'how likely the label is after each character',
  tag: 'how likely the tag of the table is at each character',
  generate: 'how likely each character of the answer is',
  translate: 'how likely each character of the answer is',
};

/** One row of the table per line, colored by probabilities or, with --cell, once for each cell by its values. */
export function renderRows(report: RowsReport, style: Style): string {
  const { task, rows, cells } = report;
  const level = style.chalk.level;
  const legend =
    level >= 2 ? 'the bluer, the higher' : '[ ] stands around the upper half of the values of a row';
  const head = cells.length === 0 ? LEGENDS[task] : cells.join(', ');
  const right = rows.filter(({ expected, answer }) => expected === answer).length;
  return [
    `${style.chalk.bold(head)}; ${legend}`,
    '',
    ...rows.flatMap((row) => linesOf(report, row, style)),
    '',
    ...(task === 'generate' ? [] : [`${right} of ${rows.length} row(s) answered as in the table`]),
    '',
  ].join('\n');
}

function linesOf({ task, cells }: RowsReport, row: RowReport, style: Style): string[] {
  const colored =
    cells.length === 0
      ? [heat(row.symbols, row.probabilities, 1, style)]
      : row.cells.map((values) => heat(row.symbols, values, Math.max(...values.map(Math.abs)), style));
  return colored.map((text) => lineOf(task, row, text, style));
}

function lineOf(task: RowsReport['task'], row: RowReport, text: string, { chalk, safe }: Style): string {
  const { source, expected, answer, probability } = row;
  const isRight = expected === answer;
  const wanted = isRight || task === 'generate' ? '' : chalk.yellow(`  (${safe(expected)})`);
  if (task === 'classify') return `${text}  ${safe(answer)} ${score(probability)}${wanted}`;
  if (task === 'tag') return `${text}\n${safe(answer)}${wanted}`;
  return `${safe(source)}  →  ${text}${wanted}`;
}

/** A line per symbol. */
export function* rowsCsv({ rows, cells }: RowsReport): Generator<Row> {
  yield ['row', 'position', 'char', 'of', 'probability', ...cells];
  for (const [r, { symbols, of, probabilities, cells }] of rows.entries()) {
    for (const [i, symbol] of symbols.entries()) {
      yield [r + 1, i, guard(symbol), guard(of[i]!), probabilities[i]!, ...cells.map((values) => values[i]!)];
    }
  }
}
