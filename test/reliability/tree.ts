import { cpSync, existsSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inTemporaryDirectory } from './directories.js';
import type { Mutant } from './row.js';

/** The compiled sources: this file is dist/test/reliability/tree.js. */
export const sources = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

/** Imports a module of a tree; its type is that of the module in src. */
export async function load<Module>(tree: string, file: string): Promise<Module> {
  return (await import(pathToFileURL(join(tree, file)).href)) as Module;
}

const project = join(sources, '..', '..');
const programs = (path: string): boolean => !/\.(d\.ts|map)$/.test(path);

/** Calls `action` with a copy of the sources, and removes it. */
export function withCopy<T>(action: (tree: string) => Promise<T>): Promise<T> {
  return inTemporaryDirectory((root) => {
    // the same places relative to package.json and node_modules as the sources have
    cpSync(join(project, 'package.json'), join(root, 'package.json'));
    symlinkSync(realpathSync(join(project, 'node_modules')), join(root, 'node_modules'));
    const tree = join(root, 'dist', 'src');
    cpSync(join(project, 'dist', 'play.html'), join(root, 'dist', 'play.html'));
    // without the bundle, which would not have what is changed in a module
    const bundle = join(sources, 'bundle');
    cpSync(sources, tree, { recursive: true, filter: (path) => programs(path) && path !== bundle });
    return action(tree);
  });
}

/** Calls `action` with a copy of the sources in which `mutant` is applied, and removes the copy. */
export function withMutant<T>(
  { name, file, from, to, also }: Mutant,
  action: (tree: string) => Promise<T>,
): Promise<T> {
  return withCopy((tree) => {
    for (const edit of also ? [{ file, from, to }, also] : [{ file, from, to }]) apply(name, edit, tree);
    return action(tree);
  });
}

/** The compiled tests of a tree, which import it; a copy of the sources gets a copy of them. */
export function testsOf(tree: string): string {
  const tests = join(tree, '..', 'test');
  if (!existsSync(tests)) {
    cpSync(join(sources, '..', 'test'), tests, { recursive: true, filter: programs });
    symlinkSync(join(project, 'test'), join(tree, '..', '..', 'test'));
  }
  return tests;
}

function apply(name: string, { file, from, to }: Omit<Mutant, 'name'>, tree: string): void {
  const text = readFileSync(join(tree, file), 'utf8');
  if (!text.includes(from)) throw new Error(`mutant "${name}": ${file} holds no ${from}`);
  writeFileSync(
    join(tree, file),
    text.replace(from, () => to),
  );
}

/** The compiled script of children/, to be run as a process of its own. */
export function childPath(name: string): string {
  return join(dirname(fileURLToPath(import.meta.url)), 'children', `${name}.js`);
}
