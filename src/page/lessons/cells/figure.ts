import { draw, type Drawn } from '../drawn.js';
import { textBox } from '../sampling/figure.js';
import type { CellsFrame, CellsSettings } from './frame.js';

/** How many cells have each verdict, and what is written with one of them clamped. */
export function cellsFigure({ counts, tracked }: CellsFrame, { cell }: CellsSettings): Drawn[] {
  const all = counts.reduce((sum, { cells }) => sum + cells, 0);
  const rows = counts.map(({ verdict, cells }) =>
    draw(
      'tr',
      {},
      draw('th', { scope: 'row' }, verdict ?? 'hardly changes'),
      draw(
        'td',
        {},
        draw(
          'svg',
          { viewBox: '0 0 180 12' },
          draw('rect', { x: 0, y: 1, height: 10, width: ((180 * cells) / all).toFixed(1) }),
        ),
      ),
      draw('td', {}, `${cells} cells`),
    ),
  );
  const shown = tracked[Math.min(cell, tracked.length) - 1];
  const table = draw('table', { class: 'bars' }, draw('tbody', {}, ...rows));
  if (shown === undefined) return [table];
  const { what, score, untrained, recent, low, free, high } = shown;
  return [
    table,
    draw(
      'p',
      { class: 'wide' },
      `${shown.cell}: ${what}. Score ${score.toFixed(3)}, untrained ${untrained.toFixed(3)}, last characters ${recent.toFixed(3)}.`,
    ),
    textBox(`${shown.cell} clamped to its lowest value`, '', low),
    textBox('free, from the same seed', '', free),
    textBox(`${shown.cell} clamped to its highest value`, '', high),
  ];
}
