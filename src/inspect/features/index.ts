import { userError } from '../../core/errors.js';
import { brackets } from './brackets.js';
import { characters } from './characters.js';
import { comments } from './comments.js';
import { conditions } from './conditions.js';
import type { Feature, ReadyFeature } from './feature.js';
import { indentation } from './indentation.js';
import { lines } from './lines.js';
import { numbers } from './numbers.js';
import { quotes } from './quotes.js';
import { regexFeature } from './regex.js';
import { sentences } from './sentences.js';
import { urls } from './urls.js';
import { words } from './words.js';

export type { Feature, ReadyFeature } from './feature.js';
export { regexFeature } from './regex.js';

/** Every feature a cell is compared with unless the user names others. */
export const library: readonly ReadyFeature[] = [
  ...quotes,
  ...brackets,
  ...comments,
  ...conditions,
  ...lines,
  ...indentation,
  ...words,
  ...sentences,
  ...numbers,
  ...urls,
  ...characters,
];

/** Makes a feature of a pattern. */
type Matching = (name: string, what: string, pattern: RegExp) => Feature;

/**
 * Features from a list of names among `known` or patterns, `whale=/wh\w+/i`, of which `matching` makes features; all
 * known ones for an empty list. Throws inspect/feature, inspect/regex.
 */
export function chooseFeatures(
  names: readonly string[],
  known: readonly Feature[] = library,
  matching: Matching = regexFeature,
): readonly Feature[] {
  if (names.length === 0) return known;
  return names.map((name) => patternFeature(name, matching) ?? named(name, known));
}

function named(name: string, known: readonly Feature[]): Feature {
  const feature = known.find((candidate) => candidate.name === name);
  if (feature !== undefined) return feature;
  throw userError('inspect/feature', { name, known: known.map((candidate) => candidate.name).join(', ') });
}

function patternFeature(given: string, matching: Matching): Feature | undefined {
  const match = /^([^=]+)=\/(.*)\/([a-z]*)$/s.exec(given);
  if (match === null) return undefined;
  const [, name, source, flags] = match as unknown as [string, string, string, string];
  const pattern = `/${source}/${flags}`;
  try {
    return matching(name, `inside ${pattern}`, new RegExp(source, flags));
  } catch (error) {
    throw userError('inspect/regex', { name, pattern, reason: (error as Error).message }, error);
  }
}
