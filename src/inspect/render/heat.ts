import { interpolateRdBu } from 'd3-scale-chromatic';
import type { Ink } from './ink.js';

/** From this share of its range on, a cell without colours is drawn between brackets. */
const MARKED = 0.5;

/**
 * A text coloured by a cell: blue where it is positive, red where negative, pale near zero, as in the 2015 paper. With 24
 * bits or 256 colours as background; with fewer, [ ] stand around what is above half of the cell's range.
 */
export function heat(text: string, values: readonly number[], range: number, ink: Ink): string {
  const characters = Array.from(text);
  const strengths = values.map((value) => (range > 0 ? value / range : 0));
  return ink.chalk.level >= 2 ? paint(characters, strengths, ink) : mark(characters, strengths, ink);
}

function paint(characters: readonly string[], strengths: readonly number[], ink: Ink): string {
  return characters
    .map((character, i) => {
      const [r, g, b] = colourOf(strengths[i]!);
      const shown = character === '\n' ? '↵' : ink.safe(character);
      return ink.chalk.bgRgb(r, g, b).rgb(16, 16, 16)(shown) + (character === '\n' ? '\n' : '');
    })
    .join('');
}

function mark(characters: readonly string[], strengths: readonly number[], ink: Ink): string {
  let out = '';
  let inside = false;
  characters.forEach((character, i) => {
    const on = strengths[i]! >= MARKED;
    if (on !== inside) out += on ? '[' : ']';
    inside = on;
    out += character === '\n' ? '\n' : ink.safe(character);
  });
  return inside ? out + ']' : out;
}

/** −1 red, 0 nearly white, 1 blue. */
export function colourOf(strength: number): [number, number, number] {
  const bounded = Math.max(-1, Math.min(1, strength));
  const channels = interpolateRdBu(0.5 + bounded * 0.38).match(/\d+/g)!;
  return channels.map(Number) as [number, number, number];
}

/** What the colours or brackets mean. */
export function heatLegend(ink: Ink): string {
  if (ink.chalk.level < 2) return '[ ] stands around what is above half of the cell’s largest value';
  return `${heat('low', [-1, -1, -1], 1, ink)}${heat(' zero ', [0, 0, 0, 0, 0, 0], 1, ink)}${heat('high', [1, 1, 1, 1], 1, ink)}`;
}
