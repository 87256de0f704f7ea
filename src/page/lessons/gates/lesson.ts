import type { Lesson } from '../lesson.js';
import { gatesFigure } from './figure.js';
import type { GatesSettings, GateOf, GatesFrame } from './frame.js';

const NAMES = { f: 'forget', i: 'input', o: 'output' } as const;

export const gates: Lesson<GatesSettings, GatesFrame> = {
  name: 'gates',
  title: 'Gates',
  claim:
    'An LSTM has three gates: f keeps or clears the cell state, i lets something new in, o shows it. Each can be taken out ' +
    'by setting it to 1, for every unit and always. How much of what the network learns is lost?',
  start: { from: 0, seed: 1, work: 1 },
  controls: [
    { kind: 'range', name: 'from', label: 'taken out after step', least: 0, most: 300, step: 50 },
    { kind: 'range', name: 'seed', label: 'seed', least: 1, most: 9, step: 1 },
  ],
  figure: gatesFigure,
  outcome({ trainings }) {
    const [whole, ...others] = trainings;
    const last = ({ losses }: GateOf): number => losses.at(-1)![1];
    const said = others.map(
      (one) =>
        `${(last(one) - last(whole!))
          .toFixed(3)
          .replace(/^(?!-)/, '+')
          .replace('-', '−')} without the ${NAMES[one.without!]} gate`,
    );
    return `With all gates ${last(whole!).toFixed(3)} nats per character of held-out prose after ${whole!.losses.at(-1)![0]} steps; ${said.join(', ')}.`;
  },
  change: 'Take the gate out after 200 steps of training in place of 0.',
  expect:
    'The loss jumps where a gate disappears, and most of it is learned again. With seed 1 the forget gate is missed most from the start (+.185 nats; nothing is cleared, and the cell state grows), the input gate not at all: what it would keep out, the candidate g can leave at 0. After 200 steps the output gate is missed most (+.212): the rest has learned to rely on it. Try other seeds before you believe the differences.',
  command: null,
};
