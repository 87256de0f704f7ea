import { userError, type UserError } from '../../core/errors.js';
import { editDistance } from '../../core/edit-distance.js';
import { flagName, type FlagTable } from './flag.js';

/** The word that was probably meant: the one fewest edits away, if that is near enough to suggest. */
export function nearest(given: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((word) => ({
      word,
      distance: word.startsWith(given) ? 1 : editDistance(given, word, { swaps: true }),
    }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.ceil(given.length / 3) ? best.word : undefined;
}

/** The error for a flag that does not exist, with the one that was probably meant. */
export function unknownFlag(word: string, flags: FlagTable): UserError {
  const flag = word.replace(/=.*/s, '');
  const name = flag.replace(/^-+/, '').toLowerCase().replaceAll('_', '-');
  if (OF_GPUS.includes(name)) return userError('usage/unknown-flag', { flag, hint: INSTEAD_OF_GPUS });
  const meant = meantFlag(name, flags);
  return userError('usage/unknown-flag', {
    flag,
    hint: meant ? `did you mean ${meant}?` : 'check its spelling',
  });
}

/** What other programs call the choice of a GPU. */
const OF_GPUS = ['gpu', 'gpus', 'gpuid', 'gpu-id', 'cuda', 'device', 'opencl', 'cudnn'];
const INSTEAD_OF_GPUS =
  'this program computes on processors (--backend, --threads); char-rnn export --to pytorch gives a script that trains on GPUs';

/** By the flag's name in other programs, by its first letter where only one flag has it, or by its spelling. */
function meantFlag(word: string, flags: FlagTable): string | undefined {
  const names = new Map([['version', 'char-rnn --version']]);
  for (const [key, { hidden, aliases = [] }] of Object.entries(flags)) {
    if (!hidden) for (const name of [flagName(key), ...aliases]) names.set(name, `--${name}`);
  }
  if (word === 'v') return names.get('version');
  for (const [key, { synonyms = [] }] of Object.entries(flags)) {
    if (synonyms.includes(word)) return `--${flagName(key)}`;
  }
  const candidates = [...names.keys()];
  if (word.length > 1) return names.get(nearest(word, candidates) ?? '');
  const initial = candidates.filter((name) => name.startsWith(word));
  return initial.length === 1 ? names.get(initial[0]!) : undefined;
}
