import { lineChart } from '../chart.js';
import type { Drawn } from '../drawn.js';
import type { DepthFrame } from './frame.js';

/** The held-out loss against the steps, a line for each number of layers. */
export const depthFigure = ({ networks }: DepthFrame): Drawn[] => [
  lineChart({
    title: 'loss on held-out prose against steps, for networks of as many weights',
    x: { label: 'steps of training' },
    y: { label: 'nats per character' },
    lines: networks.map(({ layers, hidden, losses }, color) => ({
      name: `${layers} × ${hidden} units`,
      color,
      points: losses,
    })),
  }),
];
