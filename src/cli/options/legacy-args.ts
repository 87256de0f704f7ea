import { userError } from '../../core/errors.js';
import { flagName, type FlagTable } from './flag.js';

/**
 * Rewrites what older programs taught people's fingers into what yargs reads: `-primetext x` (Torch's long names
 * behind one dash) becomes `--primetext x`, and `-t.5` becomes `-t=.5`. Nothing behind `--` is touched, nor is a
 * value. Throws usage/unwanted-value for `--quiet=yes`, which yargs would silently take for "no".
 */
export function normalizeLegacyArgs(args: readonly string[], flags: FlagTable): string[] {
  const takesValue = new Map<string, boolean>();
  for (const [key, { parser, short, aliases }] of Object.entries(flags)) {
    for (const name of [flagName(key), short ?? [], aliases ?? []].flat()) {
      takesValue.set(name, parser.placeholder !== '');
    }
  }
  let isValue = false;
  let verbatim = false;
  return args.map((arg) => {
    verbatim ||= arg === '--';
    const [, name = '', value] = /^--?([^=]+)(=[\s\S]*)?$/.exec(arg) ?? [];
    const known = takesValue.get(name);
    if (verbatim || (isValue && known === undefined)) {
      isValue = false;
      return arg;
    }
    isValue = known === true && value === undefined;
    if (known === false && value !== undefined) {
      throw userError('usage/unwanted-value', { flag: `--${name}`, value: value.slice(1) });
    }
    if (known !== undefined && name.length > 1) return arg.replace(/^--?/, '--');
    return arg.replace(/^-([a-z])(?=[.\d])/, (all, short: string) =>
      takesValue.get(short) ? `${all}=` : all,
    );
  });
}
