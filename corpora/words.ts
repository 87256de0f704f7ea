import { dictionary } from 'cmu-pronouncing-dictionary';
import { shuffled } from './shuffle.js';
import { holdOut, tsv, type CorpusFiles } from './table-text.js';

/**
 * English words and their phonemes without stress, for `--task translate --to-tokens words`. Words of letters and
 * apostrophes only; a tenth of them, with all their pronunciations, is held out: there a word has a row for every
 * pronunciation, of which any is a right answer. For training a word has one row, its first pronunciation.
 */
export function words(): CorpusFiles {
  const pronunciations = new Map<string, string[]>();
  for (const [entry, stressed] of Object.entries(dictionary)) {
    const word = entry.replace(/\(\d+\)$/, '');
    if (!/^[a-z']+$/.test(word)) continue;
    // some entries end in a comment: `# foreign french`
    const phones = stressed.replace(/ #.*|\d/g, '');
    const known = pronunciations.get(word) ?? [];
    if (!known.includes(phones)) pronunciations.set(word, [...known, phones]);
  }
  const { train, test } = holdOut(shuffled([...pronunciations]), 0.1);
  const header = ['word', 'phones'];
  const first = train.map(([word, all]) => [word, all[0]!]);
  const every = test.flatMap(([word, all]) => all.map((phones) => [word, phones]));
  return { 'words.tsv': tsv(header, first), 'words-test.tsv': tsv(header, every) };
}
