import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Minimatch } from 'minimatch';
import { userError } from '../core/errors.js';
import { readError } from './read-error.js';

/**
 * The files that `paths` stand for: a directory for all files in it, in the order of their names, or those that
 * match one of the globs `include` (`*.ts` matches in every folder) and none of `exclude`. Hidden files and node_modules are left out, and
 * links to directories are not followed. Throws corpus/missing and corpus/no-match.
 */
export async function listFiles(
  paths: readonly string[],
  include: readonly string[] = [],
  exclude: readonly string[] = [],
): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const isDirectory = path !== '-' && (await statOf(path)).isDirectory();
    if (!isDirectory) files.push(path);
    else files.push(...(await matchingFiles(path, include, exclude)));
  }
  return files;
}

async function matchingFiles(
  directory: string,
  include: readonly string[],
  exclude: readonly string[],
): Promise<string[]> {
  const globsOf = (texts: readonly string[]) => texts.map((text) => new Minimatch(text, { matchBase: true }));
  const [globs, unwanted] = [globsOf(include), globsOf(exclude)];
  const matches = (file: string) =>
    (globs.length === 0 || globs.some((glob) => glob.match(file))) &&
    !unwanted.some((glob) => glob.match(file));
  const files = (await walk(directory)).filter((file) => matches(relative(directory, file)));
  if (files.length === 0) {
    throw userError('corpus/no-match', { directory, include: include.join(' or ') || '*' });
  }
  return files;
}

async function walk(directory: string): Promise<string[]> {
  const files: string[] = [];
  const entries = await readdir(directory, { withFileTypes: true }).catch((error) => {
    throw readError(error, directory);
  });
  // by code unit, so that the order is the same under every locale
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) files.push(...(await walk(path)));
    else if (entry.isFile() || (entry.isSymbolicLink() && (await statOf(path)).isFile())) files.push(path);
  }
  return files;
}

function statOf(path: string) {
  return stat(path).catch((error) => {
    throw readError(error, path);
  });
}
