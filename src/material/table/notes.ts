import type { Check } from '../../core/check.js';
import { count } from '../../core/format.js';
import { quote } from '../../core/quote.js';
import type { TaskData } from '../../core/snapshot.js';
import type { RowList, RowSplit } from '../../data/split-rows.js';
import { countRepeated } from './repeated-rows.js';
import { collapsedColumns } from './scaling.js';
import type { Table } from './table.js';

/** Remarks on a table before training. */
export function notesOn(
  table: Table,
  maxLength: number,
  { task, split }: { readonly task: TaskData; readonly split: RowSplit },
  check: Check,
): string[] {
  const notes = largestLabel(table);
  if (table.omitted > 0)
    notes.push(
      `left out ${count(table.omitted)} row(s) longer than ${count(maxLength)} symbols (--max-length)`,
    );
  if (table.cut > 0)
    notes.push(`cut ${count(table.cut)} row(s) to their first ${count(maxLength)} symbols (--truncate)`);
  const repeated = countRepeated(table, split.train, split.test, check);
  if (repeated > 0)
    notes.push(
      `${count(repeated)} of the ${count(split.test.length)} test rows also occur in the training part`,
    );
  for (const [a, b] of table.similarLabels.slice(0, 5))
    notes.push(`the labels ${JSON.stringify(a)} and ${JSON.stringify(b)} differ only in blanks`);
  if (table.quotedCells > 0)
    notes.push(
      `${count(table.quotedCells)} cell(s) look quoted, but a .tsv has no quoting: rename the file to .csv if they are`,
    );
  return task.scaling === null ? notes : [...notes, ...collapseNotes(table, split.train, task.scaling)];
}

/** The share of the most frequent label: the accuracy of always giving that one. */
function largestLabel({ labelCounts, rows, symbols }: Table): string[] {
  if (labelCounts.length === 0) return [];
  const most = labelCounts.reduce((largest, n) => Math.max(largest, n), 0);
  const label = quote(symbols.target[labelCounts.indexOf(most)]!);
  const share = ((100 * most) / rows).toFixed(2);
  return [
    `the most frequent of ${count(labelCounts.length)} labels, ${label}, is that of ${share} % of the rows`,
  ];
}

/** Columns of numbers that teach the network little or nothing, and why. */
function collapseNotes(table: Table, rows: RowList, scaling: NonNullable<TaskData['scaling']>): string[] {
  return collapsedColumns(table, rows, scaling).map(({ column, before, after }) =>
    before === 1
      ? `column ${quote(column)} has the same number in every row, so nothing can be learned from it`
      : `column ${quote(column)}: ${count(before)} numbers become ${count(after)} once they are standardized to mean 0 and ` +
        `deviation 1; a few far from the others are the usual cause: remove those rows, or give their logarithm`,
  );
}
