import { cellName, cellsOf, indexOfCell, type Cell } from './cells.js';
import type { TextReport } from './cells-report.js';
import { codeAt } from './text.js';
import { stringOf } from './features/regex.js';
import type { Subject } from './subject.js';
import { traceCell } from './trace.js';

/** The text, and what one or more cells do behind each of its symbols. */
export interface TextViewReport {
  readonly view: 'text';
  readonly text: TextReport;
  readonly content: string;
  readonly cells: readonly {
    readonly cell: string;
    readonly range: number;
    readonly values: readonly number[];
  }[];
}

/** Follows the named cells through the whole text. */
export function viewText(subject: Subject, wanted: readonly Cell[]): TextViewReport {
  const { model, text } = subject;
  const length = text.ids.length;
  const cells = cellsOf(model, [...new Set(wanted.map(({ state }) => state))]);
  return {
    view: 'text',
    text: { name: text.name, characters: length },
    content: stringOf(Int32Array.from({ length }, (_, i) => codeAt(text, i))),
    cells: wanted.map((cell) => {
      const values = Array.from(traceCell(subject, cells, indexOfCell(cells, cell), { from: 0, to: length }));
      const range = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      return { cell: cellName(cell), range, values };
    }),
  };
}
