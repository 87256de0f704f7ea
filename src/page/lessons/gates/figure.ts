import { lineChart } from '../chart.js';
import type { Drawn } from '../drawn.js';
import { nameOf, type GatesFrame } from './frame.js';

/** The held-out loss, and how large the cells become. */
export function gatesFigure({ trainings }: GatesFrame): Drawn[] {
  const x = { label: 'steps of training' };
  const lines = (of: 'losses' | 'sizes') =>
    trainings.map((training, color) => ({ name: nameOf(training), color, points: training[of] }));
  return [
    lineChart({
      title: 'loss on held-out prose against steps',
      x,
      y: { label: 'nats per character' },
      lines: lines('losses'),
    }),
    lineChart({
      title: 'mean absolute value of the cell state against steps',
      x,
      y: { label: 'mean |c|', log: true },
      lines: lines('sizes'),
    }),
  ];
}
