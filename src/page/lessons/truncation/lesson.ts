import type { Lesson } from '../lesson.js';
import { truncationFigure } from './figure.js';
import type { TruncationSettings, TruncationFrame } from './frame.js';

export const truncation: Lesson<TruncationSettings, TruncationFrame> = {
  name: 'truncation',
  title: 'Truncation',
  claim:
    'Backpropagation is cut after T characters, so that a network can be trained on a long text. What lies further back ' +
    'than the window gets no gradient: the network is never told to remember it. It may still know it, as the state is ' +
    'carried from window to window.',
  start: { distance: 8, carried: true, seed: 1, work: 1 },
  controls: [
    { kind: 'range', name: 'distance', label: 'recall a letter after', least: 2, most: 24, step: 1 },
    { kind: 'check', name: 'carried', label: 'the state is carried from window to window' },
    { kind: 'range', name: 'seed', label: 'seed', least: 1, most: 9, step: 1 },
  ],
  figure: truncationFigure,
  outcome({ points }, { distance }) {
    const [short, long] = [
      points.filter(({ window }) => window < distance),
      points.filter(({ window }) => window > distance),
    ];
    const range = (those: typeof points): string => {
      const values = those.map(({ accuracy }) => Math.round(100 * accuracy));
      const [least, most] = [Math.min(...values), Math.max(...values)];
      return least === most ? `${least} %` : `${least} to ${most} %`;
    };
    const begin = `A letter ${distance} characters back is recalled in ${range(short)} of the cases with windows that do not reach it`;
    return long.length === 0
      ? `${begin}.`
      : `${begin}, and in ${range(long)} with windows that do (guessing: 25 %).`;
  },
  change: 'Take the check from “the state is carried”. Then set the distance to 16.',
  expect:
    'Windows of 8 to 12 no longer suffice when the state begins at zero in every window (23 to 48 %): most letters then lie in another window than their answer; with 24 all are recalled. At distance 16, with the state carried, 42 % are recalled at a window of 16 and 92 % at 24.',
  command: 'char-rnn train TEXT --seq 8 --batch 16 --hidden 16 --layers 1',
};
