import type { Lesson } from '../lesson.js';
import { depthFigure } from './figure.js';
import type { DepthFrame, DepthSettings } from './frame.js';

export const depth: Lesson<DepthSettings, DepthFrame> = {
  name: 'depth',
  title: 'Depth',
  claim:
    '“Two to four layers is typical.” But layers cost weights. Here networks of one to four layers have the same number of ' +
    'weights, hence about the same number of multiplications per character, and read the same prose for as many steps.',
  start: { cell: 'lstm', parameters: 30, seed: 1, work: 1 },
  controls: [
    { kind: 'choice', name: 'cell', label: 'cell', choices: ['rnn', 'lstm'] },
    { kind: 'range', name: 'parameters', label: 'thousand weights', least: 10, most: 60, step: 10 },
    { kind: 'range', name: 'seed', label: 'seed', least: 1, most: 9, step: 1 },
  ],
  figure: depthFigure,
  outcome({ networks }) {
    const said = networks.map(
      ({ layers, hidden, losses }) => `${layers}×${hidden}: ${losses.at(-1)![1].toFixed(3)}`,
    );
    return `Nats per character of held-out prose, layers × units: ${said.join(', ')}.`;
  },
  change: 'Take the cell without gates, rnn. Then 60 thousand weights in place of 30.',
  expect:
    'One layer wins at this length of training. With 30 thousand weights an LSTM loses .21 nats with its second layer, .44 with three and .93 with four; an RNN, whose units are cheaper, .04, .17 and .14. Layers pay when there are more weights, more text and more steps than fit into ten seconds.',
  command: 'char-rnn sweep TEXT --layers 1,2,3,4 --hidden 128 --match parameters',
};
