import { Chalk, type ColorSupportLevel } from 'chalk';
import type { Shown } from '../../src/inspect/views/view.js';
import { csvBytes } from '../../src/report/csv.js';
import { renderHtml } from '../../src/report/html/render.js';
import { renderTerminal } from '../../src/report/terminal/render.js';

/** A view as a terminal of 80 columns shows it. */
export const terminalOf = ({ blocks }: Shown, level: ColorSupportLevel = 0): string =>
  renderTerminal(blocks!(), {
    chalk: new Chalk({ level }),
    columns: 80,
    command: 'char-rnn inspect model',
    safe: (text) => text,
  });

/** A view as CSV. */
export async function csvOf(shown: Shown): Promise<string> {
  let csv = '';
  for await (const piece of csvBytes(shown.rows())) csv += Buffer.from(piece).toString();
  return csv;
}

/** A view as the inside of its section of the page. */
export const sectionOf = ({ blocks }: Shown): string => renderHtml(blocks!());
