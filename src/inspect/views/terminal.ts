import { interpolateRdBu } from 'd3-scale-chromatic';
import stringWidth from 'string-width';
import { charactersOf } from '../../text/utf8.js';
import type { Style } from './view.js';

// What the terminal renderings of several views share: tables, scores, and text colored by a cell.

/** The alignment of a column: text left, numbers right. */
export type Align = 'left' | 'right';

/** Rows of cells as lines, each column as wide as its widest cell, two blanks between. Color codes do not count. */
export function alignColumns(rows: readonly (readonly string[])[], aligns: readonly Align[]): string[] {
  const widths = aligns.map((_, k) => Math.max(...rows.map((row) => stringWidth(row[k] ?? ''))));
  return rows.map((row) =>
    aligns
      .map((align, k) => {
        const cell = row[k] ?? '';
        const room = ' '.repeat(widths[k]! - stringWidth(cell));
        return align === 'left' ? cell + room : room + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

/**
 * A text colored by a cell: blue where it is positive, red where negative, pale near zero, as in the 2015 paper. With
 * 24 bits or 256 colors as background; with fewer, [ ] around the values in the upper half of the range shown. Bytes
 * that form a character appear as that character, colored by the value after the last of them.
 */
export function heat(
  symbols: readonly string[],
  values: readonly number[],
  range: number,
  style: Style,
  width: number = Infinity,
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
      const [r, g, b] = colorOf(strengths[i]!);
      const ends = character === '\n' || ++column === width;
      if (ends) column = 0;
      const shown = character === '\n' ? '↵' : style.safe(character);
      return style.chalk.bgRgb(r, g, b).rgb(16, 16, 16)(shown) + (ends ? '\n' : '');
    })
    .join('');
};

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

/** −1 red, 0 nearly white, 1 blue. */
export function colorOf(strength: number): [number, number, number] {
  const bounded = Math.max(-1, Math.min(1, strength));
  const channels = interpolateRdBu(0.5 + bounded * 0.38).match(/\d+/g)!;
  return channels.map(Number) as [number, number, number];
}

/** What the colors or brackets mean. */
export function heatLegend(style: Style): string {
  if (style.chalk.level < 2) return '[ ] stands around the upper half of the values shown';
  const sample = (word: string, value: number): string =>
    heat(Array.from(word), Array<number>(word.length).fill(value), 1, style);
  return sample('low', -1) + sample(' zero ', 0) + sample('high', 1);
}
