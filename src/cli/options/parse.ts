import { Parser } from 'yargs/helpers';
import { userError } from '../../core/errors.js';
import { flagName, type CommandSpec, type Flag, type FlagTable, type Parsed, type Values } from './flag.js';
import { unknownFlag } from './nearest.js';
import { normalizeLegacyArgs } from './legacy-args.js';

/** What yargs returns: texts only, an array where a flag came more than once. */
type Raw = Record<string, string | string[] | boolean | boolean[] | undefined>;

/** The arguments after a command's name, as one validated object. Throws usage/* errors, which name flag and value. */
export function parse<Table extends FlagTable>(
  spec: CommandSpec<Table>,
  args: readonly string[],
): Parsed<Table> {
  const { _: loose, '--': verbatim = [], ...raw } = split(spec.flags, normalizeLegacyArgs(args, spec.flags));
  const names = new Set(Object.keys(spec.flags).map(flagName));
  const stray =
    loose.find((word) => word.startsWith('-') && word !== '-') ??
    Object.keys(raw)
      .filter((name) => !names.has(name))
      .map((name) => `--${name}`)[0];
  if (stray !== undefined) throw unknownFlag(stray, spec.flags);
  const given = new Set<string>();
  const overridden: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, flag] of Object.entries(spec.flags)) {
    const texts = [raw[flagName(key)] ?? []].flat().map(String);
    if (texts.length > 0) given.add(key);
    if (texts.length > 1 && !flag.repeatable && !isSwitch(flag)) {
      overridden.push(`--${flagName(key)} ${texts.at(-1)} overrides ${texts.slice(0, -1).join(', ')}`);
    }
    values[key] = valueOf(spec.name, `--${flagName(key)}`, flag, texts);
  }
  checkTogether(spec.flags, values, given);
  const files = [...loose, ...verbatim];
  checkArity(spec, files);
  return { values: values as Values<Table>, files, given, overridden };
}

/**
 * Splits the command line into flags and words; every value stays the text that was typed. Of yargs
 * only its parser: help is written by help.ts, messages are ours.
 */
function split(flags: FlagTable, args: readonly string[]): Raw & { _: string[]; '--'?: string[] } {
  const known = Object.entries(flags).map(([key, flag]) => ({ name: flagName(key), flag }));
  const [switches, valued] = [true, false].map((is) => known.filter(({ flag }) => isSwitch(flag) === is));
  const names = (some: typeof known = []) => some.map(({ name }) => name);
  const { argv, error } = Parser.detailed([...args], {
    alias: Object.fromEntries(
      known.map(({ name, flag }) => [name, [flag.short ?? [], flag.aliases ?? []].flat()]),
    ),
    boolean: names(switches),
    string: names(valued),
    narg: Object.fromEntries(names(valued).map((name) => [name, 1])),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'populate--': true,
      'strip-aliased': true,
      'unknown-options-as-args': true,
    },
  });
  if (error) throw noValue(error.message, flags);
  return argv as unknown as Raw & { _: string[] };
}

function valueOf(command: string, name: string, flag: Flag, texts: readonly string[]): unknown {
  if (isSwitch(flag)) return texts.length > 0;
  const meant = flag.repeatable ? texts : texts.slice(-1);
  const values = meant.map((text) => {
    const value = flag.parser.parse(text);
    if (value !== undefined) return value;
    const sweep = command === 'train' && isList(flag, text) ? ' (did you mean char-rnn sweep?)' : '';
    throw userError('usage/value', {
      flag: name,
      value: text || '""',
      expected: flag.parser.expected + sweep,
    });
  });
  return flag.repeatable ? values : (values[0] ?? flag.fallback);
}

/** Several valid values with commas between them: what sweep takes. */
function isList({ parser }: Flag, text: string): boolean {
  return text.includes(',') && text.split(',').every((value) => parser.parse(value) !== undefined);
}

/** Throws usage/conflict for flags that exclude each other or write to stdout both, usage/needs where one is missing. */
function checkTogether(flags: FlagTable, values: Raw | object, given: ReadonlySet<string>): void {
  const valueOf = (key: string) => (values as Record<string, unknown>)[key];
  for (const key of given) {
    const { conflicts, needs } = flags[key]!;
    const flag = `--${flagName(key)}`;
    const other = conflicts?.find((name) => given.has(name));
    if (other !== undefined) throw userError('usage/conflict', { flag, other: `--${flagName(other)}` });
    if (
      needs === undefined ||
      (needs.value === undefined ? given.has(needs.flag) : valueOf(needs.flag) === needs.value)
    )
      continue;
    throw userError('usage/needs', { flag, other: `--${flagName(needs.flag)} ${needs.value ?? ''}`.trim() });
  }
  const toStdout = [...given].flatMap((key) => {
    const { group, stdout } = flags[key]!;
    if (stdout) return [`--${flagName(key)}`];
    return group === 'output' && valueOf(key) === '-' ? [`--${flagName(key)} -`] : [];
  });
  const [flag, other] = toStdout;
  if (other !== undefined) throw userError('usage/conflict', { flag: flag!, other });
}

function checkArity(spec: CommandSpec, files: readonly string[]): void {
  const [least, most] = spec.arity;
  const usage = `char-rnn ${spec.name} ${spec.usage}`;
  if (files.length > most) throw userError('usage/extra-argument', { value: files[most]!, usage });
  if (files.length < least) throw userError('usage/missing-argument', { usage });
}

/** Translates the parser's own error, `Not enough arguments following: lr`. */
function noValue(message: string, flags: FlagTable): Error {
  const word = /: (\S+)$/.exec(message)?.[1] ?? '';
  const found = Object.entries(flags).find(([key, { short, aliases = [] }]) =>
    [flagName(key), short, ...aliases].includes(word),
  );
  const expected = found?.[1].parser.expected ?? 'a value';
  return userError('usage/no-value', { flag: word.length === 1 ? `-${word}` : `--${word}`, expected });
}

function isSwitch(flag: Flag): boolean {
  return flag.parser.placeholder === '';
}
