import type { Lesson } from '../lesson.js';
import { memoryFigure } from './figure.js';
import type { MemorySettings, MemoryFrame } from './frame.js';

export const memory: Lesson<MemorySettings, MemoryFrame> = {
  name: 'memory',
  title: 'Memory',
  claim:
    'Why is the hidden state fed back, and not the output? “It doesn’t make sense to propagate y”: the output has to be ' +
    'a prediction. Here two networks are the same but for what they feed back, both through k numbers. They read a letter, ' +
    'then dots, which they have to predict, and at last must recall the letter.',
  start: { k: 4, seed: 1, work: 1 },
  controls: [
    { kind: 'range', name: 'k', label: 'numbers fed back, k', least: 1, most: 8, step: 1 },
    { kind: 'range', name: 'seed', label: 'seed', least: 1, most: 9, step: 1 },
  ],
  figure: memoryFigure,
  outcome({ networks }) {
    const said = networks
      .filter(({ accuracy }) => accuracy.length > 0)
      .map(({ from, accuracy }) => {
        const [delay, share] = accuracy.at(-1)!;
        return `feeding back the ${from}, it recalls ${Math.round(100 * share)} % after ${delay} characters`;
      });
    return `Trained for as many steps: ${said.join('; ')} (guessing: 25 %).`;
  },
  change: 'Set k to 1, then to 8.',
  expect:
    'With one number the hidden state still recalls everything 4 characters back, and 48 % after 6; with eight, everything after 10. The output never gets past 74 %, and beyond 4 characters it is no better than guessing, however many numbers it may feed back: it has to say “a dot” with certainty, and certainty is the same for all letters.',
  command: null,
};
