import type { Purpose } from '../../app/purpose.js';
import { userError } from '../../core/errors.js';
import { flagName, type Flag, type FlagTable } from './flag.js';

/** How each is named where a flag applies to it, and what a network of that purpose does. */
const words: Record<Purpose, { readonly name: string; readonly does: string }> = {
  text: { name: 'texts', does: 'continues texts' },
  classify: { name: 'classify', does: 'classifies' },
  tag: { name: 'tag', does: 'tags' },
  generate: { name: 'generate', does: 'generates' },
  translate: { name: 'translate', does: 'translates' },
  clips: { name: 'clips', does: 'labels clips' },
  captions: { name: 'captions of images', does: 'describes images' },
  forecast: { name: 'forecasts', does: 'forecasts' },
  series: { name: 'classified series', does: 'classifies series' },
};

/** The purposes of the tasks that learn the rows of a table. */
export const ofTables = ['classify', 'tag', 'generate', 'translate'] as const;

/** The purposes of series. */
export const ofSeries = ['forecast', 'series'] as const;

/** `tag`, `generate and translate`, `texts, classify and tag`. */
export function scopeWords(purposes: readonly Purpose[]): string {
  const tables = ofTables.every((task) => purposes.includes(task));
  const named = tables
    ? purposes.filter((purpose) => !(ofTables as readonly string[]).includes(purpose))
    : purposes;
  const names = [...(tables ? ['tables'] : []), ...named.map((purpose) => words[purpose].name)];
  return listed(names);
}

/**
 * Throws usage/applies for a flag that was given and has no meaning for a network of this purpose. `subject` is what the
 * message says does it: `this model`, `this run`.
 */
export function checkScope(
  flags: FlagTable,
  given: ReadonlySet<string>,
  purpose: Purpose,
  subject: string,
): void {
  for (const key of given) {
    const { applies } = flags[key]!;
    if (applies === undefined || applies.includes(purpose)) continue;
    const what = `${subject} ${words[purpose].does}`;
    throw userError('usage/applies', { flag: `--${flagName(key)}`, to: scopeWords(applies), what });
  }
}

/** Where a flag applies, for help; nothing where it applies everywhere. */
export const scopeOf = ({ applies }: Flag): string[] => (applies ? [`for ${scopeWords(applies)}`] : []);

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
