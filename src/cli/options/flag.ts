import type { Parser } from './parsers.js';
import type { Purpose } from '../../app/purpose.js';

/**
 * A flag is data: the parser, --help, docs/flags.md, the shell completions, the man page and the type of the value that
 * a command receives all derive from its entry in the command's table.
 *
 * The key in the table is the flag's name in camel case: `clipNorm` is --clip-norm.
 */
export interface Flag<T = unknown> {
  readonly group: string;
  /** One phrase in lower case, without the default value. */
  readonly help: string;
  readonly parser: Parser<T>;
  /** The value of an absent flag; `undefined` where there is none. */
  readonly fallback?: T;
  /** The default in words, where it is not a fixed value. */
  readonly shows?: string;
  /** One letter, for `-n 400`. */
  readonly short?: string;
  /** Other accepted names. */
  readonly aliases?: readonly string[];
  /** Its names in other programs: not accepted, but used for suggestions. */
  readonly synonyms?: readonly string[];
  /** May be given several times; the command receives an array. */
  readonly repeatable?: boolean;
  /** Keys of flags that cannot be combined with this one. */
  readonly conflicts?: readonly string[];
  /** What the network must do for the flag to have a meaning; default: anything. See scope.ts. */
  readonly applies?: readonly Purpose[];
  /** The flag without which this one has no meaning: its key, and its value where only one gives it a meaning. */
  readonly needs?: { readonly flag: string; readonly value?: string };
  /** A switch that writes data to stdout: of two such outputs, `--csv -` among them, one is refused. */
  readonly stdout?: boolean;
  /** train: may differ when a run is resumed. Every other flag defines the run and is kept in its checkpoints. */
  readonly resumable?: boolean;
  /** The value of the flag without one: where no text that ends in `bare.before` follows. */
  readonly bare?: { readonly value: string; readonly before: string };
  /** Accepted, but not listed. */
  readonly hidden?: boolean;
}

export type FlagTable = Readonly<Record<string, Flag>>;

/** The type of a flag's value; an absent switch is false. */
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

/** A parsed command line; `files` are the positional arguments in order, `-` included. */
export interface Parsed<Table extends FlagTable> {
  readonly values: Values<Table>;
  readonly files: readonly string[];
  /** Keys of the flags on the command line. */
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
  /** Further sentences for the help of the command itself. */
  readonly details?: string;
  readonly flags: Table;
  /** Two example commands. */
  readonly examples: readonly [string, string];
}

/** Returns `spec` with the exact type of its flag table, from which the types of its values derive. */
export function command<const Table extends FlagTable>(spec: CommandSpec<Table>): CommandSpec<Table> {
  return spec;
}

/** `clipNorm` -> `clip-norm`. */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
