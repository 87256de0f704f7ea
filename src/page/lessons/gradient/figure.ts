import { lineChart, type ChartLine } from '../chart.js';
import { draw, type Drawn } from '../drawn.js';
import type { GradientFrame, GradientSettings } from './frame.js';

/** The sentence, in which a character is chosen; the norms against the distance; the norms while it trains. */
export function gradientFigure({ text, place, networks }: GradientFrame, _: GradientSettings): Drawn[] {
  const characters = Array.from(text, (character, i) =>
    draw('span', { 'data-set': `place:${i + 1}`, ...(i + 1 === place && { class: 'here' }) }, character),
  );
  const figures = [
    draw('div', { class: 'characters', title: 'click on a character' }, ...characters),
    lineChart({
      title: 'the norm of the gradient against the distance in characters, relative to one character back',
      x: { label: 'characters back' },
      y: { label: 'norm, relative to 1 back', log: true },
      lines: [...networks.flatMap(curvesOf), ...powers(networks[0]!.h.length)],
    }),
  ];
  if (networks.every(({ norms }) => norms.length === 0)) return figures;
  for (const [label, of, log] of [
    ['norm of the gradient', 'norms', true],
    ['nats per character', 'losses', false],
  ] as const)
    figures.push(
      lineChart({
        title: `${label} at every step of training`,
        x: { label: 'steps of training' },
        y: { label, log },
        lines: networks.map((network, color) => ({
          name: network.cell.toUpperCase(),
          color,
          points: network[of].map((value, i) => [i + 1, value] as const),
        })),
      }),
    );
  return figures;
}

function curvesOf({ cell, h, c }: GradientFrame['networks'][number], i: number): ChartLine[] {
  const relative = (norms: readonly number[]) => norms.map((norm, k) => [k + 1, norm / norms[0]!] as const);
  const name = cell.toUpperCase();
  if (c === null) return [{ name: `${name}, ∂L/∂h`, color: i, points: relative(h) }];
  return [
    { name: `${name}, ∂L/∂h`, color: 4, points: relative(h) },
    { name: `${name}, ∂L/∂c`, color: i, points: relative(c) },
  ];
}

/** .9 and 1.1 to the power of the distance. */
const powers = (far: number): ChartLine[] =>
  [0.9, 1.1].map((base) => ({
    name: `${base} to the power`,
    color: 5,
    dashed: true,
    points: Array.from({ length: far }, (_, k) => [k + 1, base ** k] as const),
  }));
