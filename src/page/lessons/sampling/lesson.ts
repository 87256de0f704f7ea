import type { Lesson } from '../lesson.js';
import { samplingFigure } from './figure.js';
import { LENGTH, type SamplingSettings, type SamplingFrame } from './frame.js';

export const sampling: Lesson<SamplingSettings, SamplingFrame> = {
  name: 'sampling',
  title: 'Sampling',
  claim:
    'The network gives a probability to every next character; one is drawn, fed back, and the next one drawn. The ' +
    'temperature divides the logits before the softmax: below 1 likely characters become likelier. Always taking the ' +
    'likeliest character ends in a loop, which is why one draws.',
  start: { prime: '/** The ', temperature: 0.8, seed: 1 },
  controls: [
    { kind: 'text', name: 'prime', label: 'begins with' },
    { kind: 'range', name: 'temperature', label: 'temperature', least: 0.1, most: 2, step: 0.1 },
    { kind: 'range', name: 'seed', label: 'seed', least: 1, most: 99, step: 1 },
  ],
  figure: samplingFigure,
  outcome({ choices, loop }, { temperature }) {
    const end = loop
      ? `the greedy text goes round in a circle of ${loop.period} from character ${loop.from} on`
      : `the greedy text has not repeated itself within ${LENGTH} characters`;
    return `After this beginning the next character is as uncertain as a choice among ${choices.plain.toFixed(1)}; at temperature ${temperature} among ${choices.tempered.toFixed(1)}. In this run ${end}.`;
  },
  change: 'Move the temperature to .1, then to 2; then begin with “Call me ”.',
  expect:
    'The text at .1 is nearly the greedy one; at 2 it falls apart into characters that were improbable: one unlikely draw is read as if it had been the text, and leads to the next.',
  command: 'char-rnn sample MODEL --prime "/** The " --temperature 0.8 --length 1000 --seed 1',
};
