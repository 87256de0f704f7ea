import { csv, type CorpusFiles } from './table-text.js';
import { shuffled } from './shuffle.js';

const LANGUAGES = ['de', 'en', 'es', 'fi', 'fr', 'hu', 'id', 'it', 'nl', 'pl', 'pt', 'tr'];

/**
 * Names of countries and the language of each, for `--task classify`, and the other way round for `--task generate`:
 * from Node's Intl. Names that two of the languages share are left out.
 */
export async function countries(): Promise<CorpusFiles> {
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  const regions = letters.flatMap((a) => letters.map((b) => a + b));
  const inEnglish = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const known = regions.filter((region) => inEnglish.of(region) !== undefined);
  const rows = LANGUAGES.flatMap((language) => {
    const names = new Intl.DisplayNames(language, { type: 'region' });
    return known.map((region) => [names.of(region)!, language]);
  });
  const times = new Map<string, number>();
  for (const [name] of rows) times.set(name!, (times.get(name!) ?? 0) + 1);
  return {
    'countries.csv': await csv(
      ['name', 'language'],
      shuffled(rows.filter(([name]) => times.get(name!) === 1)),
    ),
  };
}
