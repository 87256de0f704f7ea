import { codePoint } from '../../core/format.js';

/** A byte that is not ASCII, as text/symbol-name.ts writes it. */
const BYTE = /^0x([0-9a-f]{2})$/;

/**
 * How a symbol is drawn in a cell of the grid: invisible symbols and those that would reorder their neighbors have a
 * picture.
 */
export function picture(symbol: string): string {
  const byte = symbol.length === 4 ? BYTE.exec(symbol) : null;
  if (byte) return byte[1]!;
  const code = symbol.codePointAt(0)!;
  if (code === 10) return '↵';
  if (code === 9) return '→';
  if (code < 32) return String.fromCodePoint(0x2400 + code);
  if (code === 127) return '␡';
  const hidden =
    (code >= 0x80 && code < 0xa0) ||
    code === 0x61c ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff;
  return hidden ? '◌' : symbol;
}

/** The same in words, for the line below the text: `U+202E`, `newline`, `“a”`, `byte 0xc3`. */
export function nameOf(symbol: string): string {
  if (BYTE.test(symbol)) return `byte ${symbol}`;
  const code = symbol.codePointAt(0)!;
  if (code === 10) return 'newline';
  if (code === 32) return 'space';
  if (code === 9) return 'tab';
  return picture(symbol) === symbol ? `“${symbol}”` : codePoint(code);
}
