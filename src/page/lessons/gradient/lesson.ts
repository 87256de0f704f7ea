import type { Lesson } from '../lesson.js';
import { gradientFigure } from './figure.js';
import type { GradientSettings, GradientFrame } from './frame.js';

export const gradient: Lesson<GradientSettings, GradientFrame> = {
  name: 'gradient',
  title: 'Gradient',
  claim:
    'Going back through time, the gradient is multiplied by the same matrix at every step: it vanishes where that shrinks ' +
    'vectors and explodes where it stretches them. The cell state of an LSTM is added to, not multiplied, so that its ' +
    'gradient reaches further.',
  start: {
    text: 'the cat that chased the rats in the barn was black, and the rats that the cat chased were gray.',
    place: 80,
    scale: 1,
    steps: 0,
    clip: true,
    seed: 1,
  },
  controls: [
    { kind: 'text', name: 'text', label: 'a sentence of your own' },
    { kind: 'range', name: 'place', label: 'loss at character', least: 2, most: 200, step: 1 },
    { kind: 'range', name: 'scale', label: 'W_hh times', least: 0.2, most: 4, step: 0.1 },
    { kind: 'range', name: 'steps', label: 'steps of training', least: 0, most: 200, step: 10 },
    { kind: 'check', name: 'clip', label: 'clip the gradient to norm 1' },
    { kind: 'range', name: 'seed', label: 'seed', least: 1, most: 20, step: 1 },
  ],
  figure: gradientFigure,
  outcome({ networks }) {
    const said = networks.map(({ cell, h, c, largest }) => {
      const norms = c ?? h;
      const [far, ratio] = [norms.length, norms.at(-1)! / norms[0]!];
      const what = c ? '∂L/∂c' : '∂L/∂h';
      return `${cell.toUpperCase()}: ‖${what}‖ ${far} characters back is ${ratio.toPrecision(2)} of that one character back (largest singular value of W_hh ${largest.toFixed(2)}).`;
    });
    return said.join(' ');
  },
  change: 'Move “W_hh times” to 3, then to .5. At 3, train for 200 steps with clipping and without.',
  expect:
    'The curve of the RNN turns upward at 3, where the matrix stretches more than tanh shrinks (4.9 times as large after 50 characters), and falls to 1e−25 at .5; the LSTM’s changes far less. At 3 the first steps have norms of up to 12: taken in full, they leave the loss at .91 after 200 steps, clipped at .65.',
  command: 'char-rnn inspect MODEL TEXT --view flow',
};
