import type { Parser } from './parsers.js';

/**
 * A flag is data. Its entry in a command's table is all there is to say of it: what parses it, what --help and
 * docs/flags.md print, and what the command receives, all come from here.
 *
 * The key in the table is the flag's name in camel case: `clipNorm` is --clip-norm.
 */
export interface Flag<T = unknown> {
  readonly group: string;
  /** One phrase, lower case, without the default. */
  readonly help: string;
  readonly parser: Parser<T>;
  /** The value when the flag is absent; without it the command sees `undefined`. */
  readonly fallback?: T;
  /** The default in words, where it is not a fixed value. */
  readonly shows?: string;
  /** One letter, for `-n 400`. */
  readonly short?: string;
  /** Other names that stay understood. */
  readonly aliases?: readonly string[];
  /** May be given several times; the command receives an array. */
  readonly repeatable?: boolean;
  /** Keys of flags that contradict this one. */
  readonly conflicts?: readonly string[];
  /** Understood, but not advertised. */
  readonly hidden?: boolean;
}

export type FlagTable = Readonly<Record<string, Flag>>;

/** What a command receives for a flag; a switch that is absent is false. */
type ValueOf<F> = F extends { parser: Parser<infer T> }
  ? F extends { repeatable: true }
    ? readonly T[]
    : F extends { fallback: unknown }
      ? T
      : [T] extends [boolean]
        ? boolean
        : T | undefined
  : never;

/** The values of a whole table, validated. */
export type Values<Table extends FlagTable> = { readonly [K in keyof Table]: ValueOf<Table[K]> };

/** What stands on a command line: `files` are the positional arguments in their order, `-` included. */
export interface Parsed<Table extends FlagTable> {
  readonly values: Values<Table>;
  readonly files: readonly string[];
  /** Keys of the flags that were really given. */
  readonly given: ReadonlySet<string>;
  /** A line for each flag that was given several times and is not repeatable: its last value is the one in `values`. */
  readonly overridden: readonly string[];
}

/** A command as data. */
export interface CommandSpec<Table extends FlagTable = FlagTable> {
  readonly name: string;
  /** The positional arguments as help shows them: `<model> [text..]`. */
  readonly usage: string;
  /** How many positional arguments it takes. */
  readonly arity: readonly [least: number, most: number];
  /** One line for the list of commands. */
  readonly summary: string;
  /** What its own help adds to that. */
  readonly details?: string;
  readonly flags: Table;
  /** Two commands worth typing. */
  readonly examples: readonly [string, string];
}

/** Names the type of a command's table, so that its values are typed. */
export function command<const Table extends FlagTable>(spec: CommandSpec<Table>): CommandSpec<Table> {
  return spec;
}

/** `clipNorm` -> `clip-norm`. */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
