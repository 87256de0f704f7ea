import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Minimatch } from 'minimatch';
import { userError } from '../../core/errors.js';
import { readError } from '../../disk/read-error.js';

/** A file of a directory that is skipped, and why; not an error, as in ripgrep. */
export interface Skipped {
  readonly file: string;
  readonly why: string;
}

interface ListOptions {
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** Why a file found in a directory is not text; undefined if it is. */
  readonly reject?: ((file: string) => Promise<string | undefined>) | undefined;
}

/**
 * The files that `paths` stand for: a directory for all files in it, in the order of their names, or those that match
 * one of the globs `include` (`*.ts` matches in every folder) and none of `exclude`. Hidden files and node_modules are
 * left out, and links to directories are not followed; broken links, names that are not UTF-8 and files that are not
 * text are skipped. Throws corpus/missing, corpus/no-match and corpus/no-text.
 */
export async function listFiles(
  paths: readonly string[],
  options: ListOptions = {},
): Promise<{ files: string[]; skipped: Skipped[] }> {
  const files: string[] = [];
  const skipped: Skipped[] = [];
  for (const path of paths) {
    const isDirectory = path !== '-' && (await statOf(path)).isDirectory();
    if (!isDirectory) files.push(path);
    else files.push(...(await matchingFiles(path, options, skipped)));
  }
  return { files, skipped };
}

async function matchingFiles(
  directory: string,
  { include = [], exclude = [], reject = async () => undefined }: ListOptions,
  skipped: Skipped[],
): Promise<string[]> {
  const globsOf = (texts: readonly string[]) => texts.map((text) => new Minimatch(text, { matchBase: true }));
  const [globs, unwanted] = [globsOf(include), globsOf(exclude)];
  const matches = (file: string) =>
    (globs.length === 0 || globs.some((glob) => glob.match(file))) &&
    !unwanted.some((glob) => glob.match(file));
  const files: string[] = [];
  const before = skipped.length;
  for (const { file, why } of await walk(directory)) {
    if (!matches(relative(directory, file))) continue;
    const reason = why ?? (await reject(file));
    if (reason === undefined) files.push(file);
    else skipped.push({ file, why: reason });
  }
  const first = skipped[before];
  if (files.length === 0 && first !== undefined) throw userError('corpus/no-text', { directory, ...first });
  if (files.length === 0) {
    throw userError('corpus/no-match', { directory, include: include.join(' or ') || '*' });
  }
  return files;
}

/** All files below a directory; `why`: the reason one cannot be read. */
async function walk(directory: string): Promise<{ file: string; why?: string }[]> {
  const found: { file: string; why?: string }[] = [];
  const entries = await readdir(directory, { withFileTypes: true }).catch((error) => {
    throw readError(error, directory);
  });
  // by code unit, so that the order is the same under every locale
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const file = join(directory, entry.name);
    const stats = entry.isDirectory() ? undefined : await stat(file).catch(() => null);
    if (entry.name.includes('\ufffd') && !existsSync(file))
      found.push({ file, why: 'its name is not UTF-8' });
    else if (entry.isDirectory()) found.push(...(await walk(file)));
    else if (stats === null) found.push({ file, why: 'broken link' });
    else if (stats?.isFile()) found.push({ file });
  }
  return found;
}

function statOf(path: string) {
  return stat(path).catch((error) => {
    throw readError(error, path);
  });
}
