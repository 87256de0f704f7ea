import { interpolateRdBu } from 'd3-scale-chromatic';
import type { Style } from './style.js';

/**
 * A text colored by a cell: blue where it is positive, red where negative, pale near zero, as in the 2015 paper. With 24
 * bits or 256 colors as background; with fewer, [ ] stand around what is in the upper half between the lowest and the highest value shown.
 */
export function heat(
  text: string,
  values: readonly number[],
  range: number,
  ink: Style,
  width: number = Infinity,
): string {
  const characters = Array.from(text);
  const strengths = values.map((value) => (range > 0 ? value / range : 0));
  return ink.chalk.level >= 2
    ? paint(characters, strengths, ink, width)
    : mark(characters, strengths, ink, width);
}

type Painter = (
  characters: readonly string[],
  strengths: readonly number[],
  ink: Style,
  width: number,
) => string;

const paint: Painter = (characters, strengths, ink, width) => {
  let column = 0;
  return characters
    .map((character, i) => {
      const [r, g, b] = colorOf(strengths[i]!);
      const ends = character === '\n' || ++column === width;
      if (ends) column = 0;
      const shown = character === '\n' ? '↵' : ink.safe(character);
      return ink.chalk.bgRgb(r, g, b).rgb(16, 16, 16)(shown) + (ends ? '\n' : '');
    })
    .join('');
};

const mark: Painter = (characters, strengths, ink, width) => {
  const low = strengths.reduce((a, b) => Math.min(a, b), Infinity);
  const high = strengths.reduce((a, b) => Math.max(a, b), -Infinity);
  let [out, column, inside] = ['', 0, false];
  const put = (shown: string): void => {
    if (shown !== '\n' && column >= width) [out, column] = [out + '\n', 0];
    out += shown;
    column = shown === '\n' ? 0 : column + 1;
  };
  characters.forEach((character, i) => {
    const on = strengths[i]! > (low + high) / 2;
    if (on !== inside) put(on ? '[' : ']');
    inside = on;
    put(character === '\n' ? '\n' : ink.safe(character));
  });
  return inside ? out + ']' : out;
};

/** −1 red, 0 nearly white, 1 blue. */
export function colorOf(strength: number): [number, number, number] {
  const bounded = Math.max(-1, Math.min(1, strength));
  const channels = interpolateRdBu(0.5 + bounded * 0.38).match(/\d+/g)!;
  return channels.map(Number) as [number, number, number];
}

/** What the colors or brackets mean. */
export function heatLegend(ink: Style): string {
  if (ink.chalk.level < 2) return '[ ] stands around the upper half of the values shown';
  return `${heat('low', [-1, -1, -1], 1, ink)}${heat(' zero ', [0, 0, 0, 0, 0, 0], 1, ink)}${heat('high', [1, 1, 1, 1], 1, ink)}`;
}
