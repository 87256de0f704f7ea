import type { ColoredText, Legend } from '../../core/result.js';
import { charactersOf } from '../../text/utf8.js';
import { colorOf } from '../colors.js';
import type { Style } from './style.js';

/** A colored text, with what stands before and after it. */
export function coloredText(
  { symbols, values, range, width = Infinity, before, after, expected }: ColoredText,
  style: Style,
): string {
  const { chalk, safe } = style;
  const words = [
    ...(before === undefined ? [] : [safe(before)]),
    heat(symbols, values, { range, width }, style),
  ];
  const end = after === undefined ? '' : safe(after);
  const wanted = expected === undefined ? '' : chalk.yellow(`  (${safe(expected)})`);
  return words.join('  →  ') + end + wanted;
}

/**
 * A text colored by a cell: blue where it is positive, red where negative, pale near zero. With 24 bits or 256 colors as
 * background; with fewer, [ ] around the values in the upper half of the range shown. Bytes that form a character appear
 * as that character, colored by the value after the last of them.
 */
function heat(
  symbols: readonly string[],
  values: readonly number[],
  { range, width }: { readonly range: number; readonly width: number },
  style: Style,
): string {
  const { characters, last } = readable(symbols);
  const strengths = last.map((i) => (range > 0 ? values[i]! / range : 0));
  return style.chalk.level >= 2
    ? paint(characters, strengths, style, width)
    : mark(characters, strengths, style, width);
}

/** The characters of symbols, bytes (`0xc3`) decoded, and the position of the last symbol of each. */
function readable(symbols: readonly string[]): { characters: string[]; last: number[] } {
  const isByte = (symbol: string): boolean => /^0x[0-9a-f]{2}$/.test(symbol);
  if (!symbols.some(isByte)) return { characters: [...symbols], last: [...symbols.keys()] };
  const { codes, characterOf } = charactersOf(
    symbols.map((symbol) => (isByte(symbol) ? Number(symbol) : symbol.charCodeAt(0))),
  );
  const last: number[] = [];
  characterOf.forEach((character, i) => (last[character] = i));
  return { characters: Array.from(codes, (code) => String.fromCodePoint(code)), last };
}

type Painter = (
  characters: readonly string[],
  strengths: readonly number[],
  style: Style,
  width: number,
) => string;

const paint: Painter = (characters, strengths, style, width) => {
  let column = 0;
  return characters
    .map((character, i) => {
      const ends = character === '\n' || ++column === width;
      if (ends) column = 0;
      const shown = character === '\n' ? '↵' : style.safe(character);
      return onColor(shown, strengths[i]!, style) + (ends ? '\n' : '');
    })
    .join('');
};

const onColor = (text: string, strength: number, { chalk }: Style): string =>
  chalk.bgRgb(...colorOf(strength)).rgb(16, 16, 16)(text);

const mark: Painter = (characters, strengths, style, width) => {
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
    put(character === '\n' ? '\n' : style.safe(character));
  });
  return inside ? out + ']' : out;
};

/** What the colors or, without colors, the brackets mean. */
export function legendText(legend: Legend, style: Style): string {
  const hasColors = style.chalk.level >= 2;
  if (legend !== 'scale') return hasColors ? legend.colors : legend.brackets;
  if (!hasColors) return '[ ] stands around the upper half of the values shown';
  const sample = (word: string, value: number): string =>
    Array.from(word, (letter) => onColor(letter, value, style)).join('');
  return sample('low', -1) + sample(' zero ', 0) + sample('high', 1);
}
