import stringWidth from 'string-width';
import { count } from '../../core/format.js';
import type { Cell, Column, Table } from '../../core/result.js';
import type { Style } from './style.js';

const GAP = '  ';

/** A table with its header, and below it the number of rows that are left out, and its caption. */
export function tableLines({ columns, rows, brief, blocks, caption = [] }: Table, style: Style): string[] {
  const { chalk, safe } = style;
  const shown = [...columns.keys()].filter((k) => columns[k]!.only !== 'page');
  const some = rows.slice(0, brief);
  const body = some.map(({ cells }) => shown.map((k) => cellText(cells[k]!, columns[k]!, style)));
  const head = shown.map((k) => safe(columns[k]!.name));
  const aligned = shown.map((k) => columns[k]!);
  const lines = alignColumns([head, ...body], aligned, style.columns);
  if (head.every((name) => name === '')) lines.shift();
  else lines[0] = chalk.bold(lines[0]!);
  const isWide = lines.some((line) => stringWidth(line) > style.columns);
  const more = rows.length - some.length;
  return [
    ...(blocks && isWide ? body.flatMap((row) => blockLines(head, row, style)) : lines),
    ...(more > 0 ? [`... ${count(more)} more in --csv and --json`] : []),
    ...(typeof caption === 'string' ? [caption] : caption).map(safe),
  ];
}

/**
 * Rows as lines, each column as wide as its widest cell, two blanks between. Color codes do not count. A column that may
 * be cut by the line gets what the others leave of it.
 */
function alignColumns(
  rows: readonly (readonly string[])[],
  columns: readonly Column[],
  lineWidth: number,
): string[] {
  const widths = columns.map((_, k) => Math.max(...rows.map((row) => stringWidth(row[k]!))));
  const all = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  return rows.map((row) =>
    columns
      .map(({ align, cut }, k) => {
        const room = cut === 'line' ? Math.max(8, widths[k]! - Math.max(0, all - lineWidth)) : Infinity;
        const cell = shorten(row[k]!, room);
        const blanks = ' '.repeat(Math.max(0, Math.min(widths[k]!, room) - stringWidth(cell)));
        return align === 'left' ? cell + blanks : blanks + cell;
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** A row as its first cell and, indented below, the others with the names of their columns. */
function blockLines(head: readonly string[], [title, ...cells]: readonly string[], style: Style): string[] {
  const lines: string[] = [];
  for (const [k, cell] of cells.entries()) {
    if (cell === '' || cell === '-') continue; // nothing is said
    const words = `${head[k + 1]} ${cell}`.trim();
    const last = lines.at(-1);
    if (last !== undefined && stringWidth(`  ${last}, ${words}`) <= style.columns)
      lines.splice(-1, 1, `${last}, ${words}`);
    else lines.push(words);
  }
  return [style.chalk.bold(title!), ...lines.map((line) => `  ${line}`)];
}

const shorten = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

function cellText(cell: Cell, { cut }: Column, { chalk, safe }: Style): string {
  if (typeof cell === 'object' && 'bar' in cell) return barOf(cell.bar);
  if (typeof cell === 'object' && 'bars' in cell) return barsOf(cell.bars);
  if (typeof cell === 'object' && 'line' in cell) return '';
  const { text, tone } = typeof cell === 'string' ? { text: cell, tone: undefined } : cell;
  const shown = shorten(safe(text), typeof cut === 'number' ? cut : Infinity);
  if (tone === undefined) return shown;
  return { good: chalk.green, fair: chalk.yellow, quiet: chalk.dim }[tone](shown);
}

/** A share as a length of up to 20 columns. */
function barOf(share: number): string {
  const length = Math.round(20 * share);
  return '█'.repeat(length) + (length === 0 ? '·' : '');
}

const HEIGHTS = '▁▂▃▄▅▆▇█';

/** Shares as eight heights. */
const barsOf = (shares: readonly number[]): string =>
  shares.map((share) => HEIGHTS[Math.max(0, Math.min(7, Math.floor(8 * (share || 0))))]!).join('');
