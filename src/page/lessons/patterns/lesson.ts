import type { Lesson } from '../lesson.js';
import { patternsFigure } from './figure.js';
import { TASKS, type PatternsFrame, type PatternsSettings } from './frame.js';

export const patterns: Lesson<PatternsSettings, PatternsFrame> = {
  name: 'patterns',
  title: 'Patterns',
  claim:
    'The same network does four kinds of things; they differ in where something is read and where an answer is asked for: ' +
    'one to many (a digit, and its name is spelled), many to one (which bit is in the majority), aligned (after every bit, whether ' +
    'the ones so far are even), sequence to sequence (four letters, then backwards).',
  start: { task: TASKS[3], seed: 1, work: 1 },
  controls: [
    { kind: 'choice', name: 'task', label: 'shown', choices: TASKS, view: true },
    { kind: 'range', name: 'seed', label: 'seed', least: 1, most: 9, step: 1 },
  ],
  figure: patternsFigure,
  outcome({ patterns }) {
    const said = patterns.map(({ task, exact }) => `${task} ${Math.round(100 * exact)} %`);
    return `Examples answered without a mistake: ${said.join('; ')}.`;
  },
  change:
    'Show one task after the other, and look at the rows of the state: where do they change, where are they kept?',
  expect:
    'All four are learned without a mistake within 600 steps. In one to many the state is written once, by the digit, and runs through the word by itself; in many to one it moves with every bit and is read once; aligned, some units change sign with every 1; in sequence to sequence the rows above = are filled, those below it are read from the end.',
  command: 'char-rnn train TABLE --task generate|classify|tag|translate',
};
