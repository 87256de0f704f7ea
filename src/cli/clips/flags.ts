import { userError } from '../../core/errors.js';
import { commonFlags } from '../options/common.js';
import { flagName } from '../options/flag.js';

/** Throws usage/conflict for a flag of texts that does not apply to clips or images. */
export function refuseOtherFlags(given: ReadonlySet<string>, allowed: readonly string[], what: string): void {
  for (const key of given) {
    if (allowed.includes(key) || Object.hasOwn(commonFlags, key)) continue;
    throw userError('usage/conflict', { flag: `--${flagName(key)}`, other: what });
  }
}
