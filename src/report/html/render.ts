import { encodeXML } from 'entities';
import { capitalized, count } from '../../core/format.js';
import type { Block, Cell, Column, Heading, Note, Table, TableRow } from '../../core/result.js';
import { chartFigure, curveClass } from './chart.js';
import { stripTables } from './strips.js';

/** Rows of a table that a page shows. */
const MOST_ROWS = 100;

/**
 * Blocks as the inside of a section, all foreign text escaped, without styles or scripts of their own: src/page/views.css
 * and report/html/document.ts have the classes. Charts that follow each other stand side by side. The text of a report is
 * elsewhere on its page, where its colors are those of any cell: colored texts are left out.
 */
export function renderHtml(blocks: readonly Block[]): string {
  const shown = blocks.filter(({ only }) => only !== 'terminal');
  return shown.map((block, i) => htmlOf(block, shown[i - 1], shown[i + 1])).join('');
}

function htmlOf(block: Block, before: Block | undefined, after: Block | undefined): string {
  switch (block.kind) {
    case 'heading':
      return headingOf(block);
    case 'facts':
      return `<table>${block.facts.map(([word, text]) => `<tr><th>${encodeXML(word.trim())}</th><td>${encodeXML(text)}</td></tr>`).join('')}</table>`;
    case 'note':
      return noteOf(block);
    case 'table':
      return tableOf(block);
    case 'chart': {
      const [open, close] = [before?.kind !== 'chart', after?.kind !== 'chart'];
      return `${open ? '<div class="plots">' : ''}${chartFigure(block)}${close ? '</div>' : ''}`;
    }
    case 'images':
      return stripTables(block);
    case 'colored':
    case 'next':
      return '';
  }
}

const headingOf = ({ title, rest = '', whole }: Heading): string => {
  const [words, more] = [encodeXML(title), rest && `<small>${encodeXML(rest)}</small>`];
  return title === '' ? '' : whole ? `<h2>${words}${more}</h2>` : `<h3>${words}${more}</h3>`;
};

function noteOf({ text, tone }: Note): string {
  const paragraphs = typeof text === 'string' ? [text] : text;
  const mark = (shown: string) => (tone === 'strong' ? `<strong>${shown}</strong>` : shown);
  return paragraphs.map((one) => `<p class="note">${mark(encodeXML(one))}</p>`).join('');
}

function tableOf({ columns, rows, caption = [] }: Table): string {
  const shown = [...columns.keys()].filter((k) => columns[k]!.only !== 'terminal');
  const heads = shown.map((k) => `<th${classOf(columns[k]!)}>${encodeXML(nameOf(columns[k]!))}</th>`);
  const head = columns.some(({ name }) => name !== '') ? `<thead><tr>${heads.join('')}</tr></thead>` : '';
  const body = rows.slice(0, MOST_ROWS).map((row) => rowOf(row, columns, shown));
  const more = rows.length > MOST_ROWS ? [`${count(rows.length - MOST_ROWS)} more in --csv and --json`] : [];
  const below = [...more, ...(typeof caption === 'string' ? [caption] : caption)];
  const captions = below.map((line) => `<p class="note">${encodeXML(line.trim())}</p>`);
  return `<table>${head}<tbody>${body.join('')}</tbody></table>${captions.join('')}`;
}

/** In capitals but for symbols: p, k. */
const nameOf = ({ name }: Column): string => (name.length > 1 ? capitalized(name) : name);

const classOf = ({ align }: Column): string => (align === 'right' ? ' class="number"' : '');

function rowOf({ cells, about }: TableRow, columns: readonly Column[], shown: readonly number[]): string {
  const row = shown.map((k) => cellOf(cells[k]!, columns[k]!, about));
  return `<tr${about === undefined ? '' : ` data-cell-name="${encodeXML(about)}"`}>${row.join('')}</tr>`;
}

function cellOf(cell: Cell, column: Column, about: string | undefined): string {
  if (typeof cell === 'object' && 'bar' in cell) return `<td>${barsOf([cell.bar], 'wide')}</td>`;
  if (typeof cell === 'object' && 'bars' in cell) return `<td>${barsOf(cell.bars, 'high')}</td>`;
  if (typeof cell === 'object' && 'line' in cell)
    return `<td><svg width="14" height="8"><path class="${curveClass(cell.line)}" d="M0 4H14"/></svg></td>`;
  const {
    text,
    long = text,
    tone,
  } = typeof cell === 'string' ? ({ text: cell } as { text: string; long?: string; tone?: undefined }) : cell;
  if (text === about) return `<td${classOf(column)}><code>${encodeXML(text)}</code></td>`;
  return `<td${tone === 'good' ? ' class="tracks"' : classOf(column)}>${encodeXML(long)}</td>`;
}

/** One share as a length, or a bar for each share. */
function barsOf(shares: readonly number[], grow: 'wide' | 'high'): string {
  const size = (share: number) => Math.round(100 * Math.max(0, Math.min(1, share || 0))) / 100;
  const bars = shares.map((share, i) =>
    grow === 'wide'
      ? `<rect width="${100 * size(share)}" height="12"/>`
      : `<rect x="${8 * i}" y="${16 - 16 * size(share)}" width="6" height="${16 * size(share)}"/>`,
  );
  const [width, height] = grow === 'wide' ? [100, 12] : [8 * shares.length, 16];
  return `<svg class="shares" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${bars.join('')}</svg>`;
}
