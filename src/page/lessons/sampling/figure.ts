import { nameOf } from '../../browser/picture.js';
import { draw, type Drawn } from '../drawn.js';
import type { Candidate, SamplingFrame, SamplingSettings } from './frame.js';

/** The distribution of the next character, and the two texts. */
export function samplingFigure(
  { prime, candidates, greedy, drawn }: SamplingFrame,
  settings: SamplingSettings,
): Drawn[] {
  return [
    draw(
      'table',
      { class: 'bars' },
      draw(
        'thead',
        {},
        draw(
          'tr',
          {},
          ...['next', 'as it is', '', `at ${settings.temperature}`, ''].map((text) => draw('th', {}, text)),
        ),
      ),
      draw('tbody', {}, ...candidates.map(rowOf)),
    ),
    textBox(`drawn at temperature ${settings.temperature}, seed ${settings.seed}`, prime, drawn),
    textBox('always the likeliest character', prime, greedy),
  ];
}

const rowOf = ({ symbol, plain, tempered }: Candidate): Drawn =>
  draw(
    'tr',
    {},
    draw('th', { scope: 'row' }, nameOf(symbol)),
    ...[plain, tempered].flatMap((share) => [
      draw('td', {}, bar(share)),
      draw('td', { title: String(share) }, `${(100 * share).toFixed(1)} %`),
    ]),
  );

const bar = (share: number): Drawn =>
  draw(
    'svg',
    { viewBox: '0 0 180 12' },
    draw('rect', { x: 0, y: 1, height: 10, width: (180 * share).toFixed(1) }),
  );

export const textBox = (title: string, prime: string, text: string): Drawn =>
  draw(
    'div',
    {},
    draw('p', { class: 'figure-title' }, title),
    draw('pre', { class: 'written' }, draw('b', {}, prime), text),
  );
