import { lineChart } from '../chart.js';
import { draw, type Drawn } from '../drawn.js';
import { colorOf } from '../matrix.js';
import type { PatternOf, PatternsFrame, PatternsSettings } from './frame.js';

/** The state of one example as it is filled and read, and the losses of all tasks. */
export function patternsFigure({ patterns }: PatternsFrame, { task }: PatternsSettings): Drawn[] {
  const shown = patterns.find((pattern) => pattern.task === task);
  return [
    ...(shown ? [stateOf(shown)] : []),
    lineChart({
      title: 'loss of each task against steps',
      x: { label: 'steps of training' },
      y: { label: 'nats per answer', least: 0 },
      lines: patterns.map(({ task, losses }, color) => ({ name: task, color, points: losses })),
    }),
  ];
}

/** A row for each step: what is read, the units of h, what is written, and what was wanted. */
function stateOf({ task, example }: PatternOf): Drawn {
  const { read, written, wanted, states } = example;
  const rows = states.map((h, t) =>
    draw(
      'tr',
      {},
      draw('th', { scope: 'row' }, read[t]!),
      ...h.map((value) => draw('td', { class: colorOf(value), title: value.toFixed(3) })),
      draw('th', {}, written[t]!),
      draw('th', {}, wanted[t] === '.' ? '' : wanted[t] === written[t] ? 'right' : `wanted ${wanted[t]}`),
    ),
  );
  const head = draw(
    'tr',
    {},
    draw('th', {}, 'read'),
    draw('th', { colspan: states[0]!.length }, 'state, a column for each unit; time goes down'),
    draw('th', {}, 'written'),
    draw('th', {}, ''),
  );
  return draw(
    'div',
    {},
    draw('p', { class: 'figure-title' }, `${task}: an example that was not trained on`),
    draw('table', { class: 'heat' }, draw('thead', {}, head), draw('tbody', {}, ...rows)),
  );
}
