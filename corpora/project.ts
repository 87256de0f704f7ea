import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mobyDickChapters } from './moby-dick.js';
import { shuffled } from './shuffle.js';

/** Where this project has TypeScript; what is generated is left out. */
const FOLDERS = ['src', 'test', 'corpora', 'bench', 'docs', 'examples'];
const GENERATED = /[\\/]generated[\\/]/;

/**
 * The project's own TypeScript below `root`: those files of which every character is ASCII, in an order that is
 * shuffled (always the same way), so that the end of the text is like its beginning.
 */
export function projectFiles(root: string): string[] {
  const files = FOLDERS.flatMap((folder) => typescriptIn(join(root, folder)));
  const codes = files.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim());
  return shuffled(codes.filter((code) => !/[^\n\x20-\x7e]/.test(code)));
}

/** Paths of a folder in the order of their names; none where there is no such folder. */
function typescriptIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names
    .map((name) => join(folder, name))
    .filter((file) => file.endsWith('.ts') && !GENERATED.test(file));
}

/** The files one after the other. */
export const projectCode = (root: string): string => `${projectFiles(root).join('\n\n')}\n`;

/** What the network of the page has read: the project's code and the chapters of Moby-Dick, shuffled together. */
export const pageText = (root: string): string =>
  `${shuffled([...projectFiles(root), ...mobyDickChapters()]).join('\n\n')}\n`;
