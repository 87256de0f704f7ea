import { cpSync, existsSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { inTemporaryDirectory } from './directories.js';
import type { Mutant } from './row.js';

/** The compiled sources: this file is dist/test/reliability/tree.js. */
export const sources = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

/** Imports a module of a tree; its type is that of the module in src. */
export async function load<Module>(tree: string, file: string): Promise<Module> {
  return (await import(pathToFileURL(join(tree, file)).href)) as Module;
}

const project = join(sources, '..', '..');

/** The text of a source file of src/, such as `disk/disk.ts`. */
export const readSource = (file: string): string => readFileSync(join(project, 'src', file), 'utf8');
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

/** Calls `action` with a copy of the compiled sources in which `mutant` is applied, and removes the copy. */
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

/** Where `from` first stands in a source, white space aside. */
export function placeOf(from: string, source: string): RegExpExecArray | null {
  const words = from.trim().split(/\s+/);
  return new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('\\s+')).exec(
    source,
  );
}

/** Changes the source, of which the tree may have a changed copy already, and compiles it. */
function apply(name: string, { file, from, to }: Omit<Mutant, 'name'>, tree: string): void {
  const copy = join(tree, file);
  const source = existsSync(copy) ? readFileSync(copy, 'utf8') : readSource(file);
  const place = placeOf(from, source);
  if (place === null) throw new Error(`mutant "${name}": ${file} has no ${from}`);
  const changed = source.slice(0, place.index) + to + source.slice(place.index + place[0].length);
  const { ESNext } = ts.ModuleKind;
  const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ESNext, verbatimModuleSyntax: true };
  writeFileSync(copy, changed);
  writeFileSync(copy.replace(/ts$/, 'js'), ts.transpileModule(changed, { compilerOptions }).outputText);
}

/** The compiled script of children/, to be run as a process of its own. */
export function childPath(name: string): string {
  return join(dirname(fileURLToPath(import.meta.url)), 'children', `${name}.js`);
}
