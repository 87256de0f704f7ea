import { lineChart } from '../chart.js';
import type { Drawn } from '../drawn.js';
import { LETTERS, WINDOWS, type TruncationFrame, type TruncationSettings } from './frame.js';

/** How many letters are recalled, against the window. */
export function truncationFigure({ points }: TruncationFrame, { distance }: TruncationSettings): Drawn[] {
  const most = WINDOWS.at(-1)!;
  return [
    lineChart({
      title: 'letters that are recalled against the window',
      x: { label: 'window T, characters', least: 0, most },
      y: { label: 'recalled', least: 0, most: 1 },
      lines: [
        { name: 'recalled', color: 0, points: points.map(({ window, accuracy }) => [window, accuracy]) },
        {
          name: 'guessing',
          color: 5,
          dashed: true,
          points: [0, most].map((at) => [at, 1 / LETTERS] as const),
        },
        {
          name: 'the distance',
          color: 1,
          dashed: true,
          points: [0, 1].map((at) => [distance, at] as const),
        },
      ],
    }),
  ];
}
