import { userError, type UserError } from '../../core/errors.js';
import { flagName, type FlagTable } from './flag.js';

/** The word that was probably meant: the one fewest edits away, if that is near enough to be worth a question. */
export function nearest(given: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((word) => ({ word, distance: word.startsWith(given) ? 1 : editDistance(given, word) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.ceil(given.length / 3) ? best.word : undefined;
}

/** Levenshtein's distance: insertions, deletions and replacements of one character. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The error for a flag that does not exist, with a guess at the one that was meant. */
export function unknownFlag(word: string, flags: FlagTable): UserError {
  const flag = word.replace(/=.*/s, '');
  const names = Object.entries(flags).flatMap(([key, { hidden, aliases = [] }]) =>
    hidden ? [] : [flagName(key), ...aliases],
  );
  const meant = nearest(flag.replace(/^-+/, ''), names);
  return userError('usage/unknown-flag', {
    flag,
    hint: meant ? `did you mean --${meant}?` : 'check its spelling',
  });
}
