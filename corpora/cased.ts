import { mobyDickParagraphs } from './moby-dick.js';
import { holdOut, tsv, type CorpusFiles } from './table-text.js';

const LONGEST = 300;

/**
 * Lower-cased text of Moby-Dick and, for every character, whether it was a capital (`U`) or not (`-`), for
 * `--task tag`. Paragraphs are cut at blanks into rows of at most 300 characters, so that a row need not begin with a
 * capital; the last tenth of the novel is for the test.
 */
export function cased(): CorpusFiles {
  const pieces = mobyDickParagraphs().flatMap(
    (paragraph) => paragraph.match(new RegExp(`\\S.{0,${LONGEST - 1}}(?= |$)`, 'g')) ?? [],
  );
  const rows = pieces.map((piece) => [piece.toLowerCase(), caseTags(piece)]);
  const { train, test } = holdOut(rows, 0.1);
  const header = ['text', 'case'];
  return { 'cased.tsv': tsv(header, train), 'cased-test.tsv': tsv(header, test) };
}

/** A tag for every character: `U` for a capital. */
export function caseTags(text: string): string {
  return Array.from(text, (character) => (character === character.toLowerCase() ? '-' : 'U')).join('');
}
