import { lineChart } from '../chart.js';
import type { Drawn } from '../drawn.js';
import { DELAYS, LETTERS, type MemoryFrame } from './frame.js';

/** How many letters are recalled, against the delay. */
export const memoryFigure = ({ networks }: MemoryFrame): Drawn[] => [
  lineChart({
    title: 'letters that are recalled against the delay',
    x: { label: 'recalled after so many characters', least: 0, most: DELAYS.at(-1)! },
    y: { label: 'recalled', least: 0, most: 1 },
    lines: [
      ...networks.map(({ from, accuracy }, color) => ({ name: from, color, points: accuracy })),
      {
        name: 'guessing',
        color: 5,
        dashed: true,
        points: [0, DELAYS.at(-1)!].map((delay) => [delay, 1 / LETTERS] as const),
      },
    ],
  }),
];
