import { draw, type Drawn } from './drawn.js';

/** A matrix with all its numbers, each colored by its value from −1 to 1; `rows` names the rows. */
export function matrix(
  name: string,
  values: readonly (readonly number[])[],
  rows: readonly string[],
  what: string,
): Drawn {
  const body = values.map((row, i) =>
    draw(
      'tr',
      {},
      draw('th', { scope: 'row' }, rows[i] ?? ''),
      ...row.map((value) => draw('td', { class: colorOf(value), title: String(value) }, numberOf(value))),
    ),
  );
  return draw(
    'div',
    { class: 'matrix' },
    draw('div', { class: 'caption' }, draw('b', {}, name), ` ${what}`),
    draw('table', { 'aria-label': `${name}, ${what}` }, draw('tbody', {}, ...body)),
  );
}

/** Two decimals; whole numbers as they are. */
const numberOf = (value: number): string =>
  (Number.isInteger(value) ? String(value) : value.toFixed(2)).replace('-', '−');

/** One of the colors −31 ... 31 of the page, as a class: 11 of them are enough here. */
export function colorOf(value: number): string {
  const level = Math.round(5 * Math.max(-1, Math.min(1, value)));
  return `level${level < 0 ? 'n' : 'p'}${Math.abs(level)}`;
}
