import type { Lesson } from '../lesson.js';
import { helloFigure } from './figure.js';
import { STEPS, type HelloSettings, type HelloFrame } from './frame.js';

export const hello: Lesson<HelloSettings, HelloFrame> = {
  name: 'hello',
  title: 'Hello',
  claim:
    'A recurrent network is three matrices and a loop. With h, e, l and o as one-hot vectors and three hidden units, it ' +
    'has to remember to tell the first l from the second: after both it reads the same letter, and must predict another.',
  start: { rate: 0.05, seed: 1, step: 0, place: 3 },
  controls: [
    { kind: 'range', name: 'step', label: 'steps of training', least: 0, most: STEPS, step: 1, view: true },
    { kind: 'range', name: 'place', label: 'letter read', least: 1, most: 4, step: 1, view: true },
    {
      kind: 'button',
      label: 'Train until it writes hello',
      view: true,
      press: ({ learned }, settings) => ({ ...settings, step: learned ?? STEPS }),
    },
    { kind: 'range', name: 'rate', label: 'learning rate', least: 0.01, most: 1, step: 0.01 },
    { kind: 'range', name: 'seed', label: 'seed', least: 1, most: 20, step: 1 },
  ],
  figure: helloFigure,
  outcome({ moments, learned }, { step }) {
    const { loss, writes } = moments[step]!;
    const when = learned === null ? `not within ${STEPS} steps` : `after ${learned} steps`;
    return `After ${step} steps the loss is ${loss.toFixed(3)} nats per letter and it writes “${writes}”. It learns to write “hello” ${when}.`;
  },
  change: 'Set the learning rate to 1, then to .01, and press “Train until it writes hello” each time.',
  expect:
    'Five steps at the high rate, though the loss jumps on the way, and a state of −1 or 1 in every unit: there tanh is flat, and what such a unit has learned it can hardly unlearn. At .01 it takes 74 steps, without a jump.',
  command:
    'char-rnn train corpora/hello.txt --cell rnn --layers 1 --hidden 3 --seq 4 --batch 1 --val 0 --test 0 --steps 150',
};
