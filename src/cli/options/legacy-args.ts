import { userError } from '../../core/errors.js';
import { flagName, type Flag, type FlagTable } from './flag.js';

/**
 * Rewrites forms that yargs does not read: `-primetext x` (Torch's long names after one dash) becomes
 * `--primetext x`, `-t.5` becomes `-t=.5`, and `-0`, to the parser a number, its long name. Values, and everything after
 * `--`, are left alone. A flag that may stand without its value gets it: `--csv` becomes `--csv=-` unless `-` or a name
 * in .csv follows. Throws usage/unwanted-value for `--quiet=yes`, which the parser would silently read as "no".
 */
export function normalizeLegacyArgs(args: readonly string[], flags: FlagTable): string[] {
  const takesValue = new Map<string, boolean>();
  for (const [key, { parser, short, aliases }] of Object.entries(flags)) {
    for (const name of [flagName(key), short ?? [], aliases ?? []].flat()) {
      takesValue.set(name, parser.placeholder !== '');
    }
  }
  const digits = new Map(
    Object.entries(flags).flatMap(([key, { short }]) =>
      short && /\d/.test(short) ? [[`-${short}`, `--${flagName(key)}`]] : [],
    ),
  );
  let isValue = false;
  let verbatim = false;
  const withoutValue = bareFlags(flags);
  return args.map((arg, i) => {
    verbatim ||= arg === '--';
    const [, name = '', value] = /^--?([^=]+)(=[\s\S]*)?$/.exec(arg) ?? [];
    const known = takesValue.get(name);
    if (verbatim || (isValue && known === undefined)) {
      isValue = false;
      return arg;
    }
    const bare = value === undefined && arg.startsWith('--') ? withoutValue.get(name) : undefined;
    const next = args[i + 1];
    if (bare !== undefined && next !== '-' && !next?.endsWith(bare.before)) return `${arg}=${bare.value}`;
    isValue = known === true && value === undefined;
    if (known === false && value !== undefined) {
      throw userError('usage/unwanted-value', { flag: `--${name}`, value: value.slice(1) });
    }
    if (digits.has(arg)) return digits.get(arg)!;
    if (known !== undefined && name.length > 1) return arg.replace(/^--?/, '--');
    return arg.replace(/^-([a-z])(?=[.\d])/, (all, short: string) =>
      takesValue.get(short) ? `${all}=` : all,
    );
  });
}

/** Flags that may stand without a value, by name. */
function bareFlags(flags: FlagTable): Map<string, NonNullable<Flag['bare']>> {
  return new Map(Object.entries(flags).flatMap(([key, { bare }]) => (bare ? [[flagName(key), bare]] : [])));
}
