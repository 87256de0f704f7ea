import { CELL_GRAMMAR, parseCell, type CellRef } from '../../app/choices.js';

/**
 * A parser turns the text after a flag into a value. Not left to yargs, whose numbers come from `Number()`: '' would
 * be 0 and 'abc' NaN, and training would start with either.
 */
export interface Parser<T> {
  /** What stands for the value in help: `N`, `FILE`, `auto|never`. Empty for a switch, which takes no value. */
  readonly placeholder: string;
  /** What an error message expects: `a whole number from 1 to 1024`. */
  readonly expected: string;
  /** The words it accepts, where they are few; for shell completion. */
  readonly words?: readonly string[];
  /** The value, or undefined when `text` is not one. */
  parse(text: string): T | undefined;
}

/** A switch: present or absent. */
export const toggle: Parser<boolean> = { placeholder: '', expected: 'no value', parse: () => true };

/** The same parser, with what its help text calls the value: `K`. */
export const named = <T>(placeholder: string, parser: Parser<T>): Parser<T> => ({ ...parser, placeholder });

/** Any text; the empty one only with `empty`. */
export function text(placeholder = 'TEXT', { empty = false } = {}): Parser<string> {
  const expected = empty ? 'a text' : 'at least one character';
  return { placeholder, expected, parse: (given) => (given === '' && !empty ? undefined : given) };
}

/** A regular expression. */
export const regex: Parser<RegExp> = {
  placeholder: 'REGEX',
  expected: 'a regular expression in JavaScript syntax',
  parse(given) {
    try {
      return given === '' ? undefined : new RegExp(given, 'u');
    } catch {
      return undefined;
    }
  },
};

/** A path; the command decides what `-` means. */
export function path(placeholder = 'FILE'): Parser<string> {
  const expected = placeholder === 'DIR' ? 'the path of a directory' : 'the path of a file';
  return { placeholder, expected, parse: (given) => (given === '' ? undefined : given) };
}

/** Names of columns with commas between them. */
export const columns: Parser<readonly string[]> = {
  placeholder: 'COL[,COL]',
  expected: 'the name of a column, or several with commas between them',
  parse: (given) => (given.split(',').includes('') ? undefined : given.split(',')),
};

/** A whole number, both bounds included. */
export function integer(least: number, most: number = Number.MAX_SAFE_INTEGER): Parser<number> {
  const expected =
    most === Number.MAX_SAFE_INTEGER
      ? `a whole number, ${least} or more`
      : `a whole number from ${least} to ${most}`;
  return {
    placeholder: 'N',
    expected,
    parse(given) {
      if (!/^[+-]?\d+(e\d+)?$/i.test(given)) return undefined;
      const value = Number(given);
      return value >= least && value <= most ? value + 0 : undefined;
    },
  };
}

/** A decimal number: digits, a point, an exponent; no hexadecimal, no Infinity. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A finite decimal number, `least` and `most` included; with `above` and `below`, excluded. */
export function number(range: {
  least?: number;
  above?: number;
  most?: number;
  below?: number;
}): Parser<number> {
  const { least = -Infinity, above = -Infinity, most = Infinity, below = Infinity } = range;
  const bounds = [
    range.above !== undefined && `above ${above}`,
    range.least !== undefined && `from ${least}`,
    range.below !== undefined && `below ${below}`,
    range.most !== undefined && `to ${most}`,
  ].filter((bound) => bound !== false);
  return {
    placeholder: 'X',
    expected: `a number ${bounds.join(' ')}`.trim(),
    parse(given) {
      if (!DECIMAL.test(given)) return undefined;
      const value = Number(given);
      const fits = value >= least && value > above && value <= most && value < below;
      return fits && Number.isFinite(value) ? value + 0 : undefined;
    },
  };
}

/** A share from 0 below 1, or a file: whatever does not look like a number. */
export const shareOrFile: Parser<number | string> = {
  placeholder: 'X|FILE',
  expected: 'a number from 0 below 1, or the path of a file',
  parse(given) {
    if (DECIMAL.test(given)) return number({ least: 0, below: 1 }).parse(given);
    return given === '' ? undefined : given;
  },
};

/** One of a few words. */
export function choice<const Word extends string>(...words: Word[]): Parser<Word> {
  return {
    placeholder: words.join('|'),
    words,
    expected: words.length === 1 ? words[0]! : `one of ${words.join(', ')}`,
    parse: (given) => words.find((word) => word === given),
  };
}

/** Either of two: `auto` or a number. */
export function either<A, B>(a: Parser<A>, b: Parser<B>): Parser<A | B> {
  return {
    placeholder: `${a.placeholder}|${b.placeholder}`,
    words: [...(a.words ?? []), ...(b.words ?? [])],
    expected: `${a.expected} or ${b.expected}`,
    parse: (given) => a.parse(given) ?? b.parse(given),
  };
}

/** A comma-separated list of words, each at most once: `h,c`. */
export function list<const Word extends string>(...words: Word[]): Parser<readonly Word[]> {
  const one = choice(...words);
  return {
    placeholder: words.join(','),
    expected: `a comma-separated list of ${words.join(', ')}`,
    parse(given) {
      const parts = given.split(',').map(one.parse);
      return parts.includes(undefined) ? undefined : [...new Set(parts as Word[])];
    },
  };
}

/** `2:37`, or with its state `2:37:h`. */
export const cellState: Parser<CellRef> = {
  placeholder: CELL_GRAMMAR,
  expected: 'a layer and a unit, both from 1, and maybe a state, as in 2:37 or 2:37:h',
  parse: parseCell,
};

/** `2:37=0.9` or `2:37:c=0.9`: a cell and the value to clamp it to. */
export const cellValue: Parser<CellRef & { readonly value: number }> = {
  placeholder: `${CELL_GRAMMAR}=VALUE`,
  expected: 'a cell and a number, as in 2:37=0.9 or 2:37:c=0.9',
  parse(given) {
    const at = given.indexOf('=');
    const where = parseCell(given.slice(0, Math.max(at, 0)));
    const value = number({}).parse(given.slice(at + 1));
    return where && value !== undefined ? { ...where, value } : undefined;
  },
};
