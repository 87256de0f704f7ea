import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The layers of docs/architecture.md, by number. Imports point down; modules of one layer do not import each other. */
const levels: Record<string, number> = {
  page: 9,
  cli: 9,
  report: 8,
  app: 7,
  'in-memory': 6,
  material: 6,
  inspect: 5,
  eval: 5,
  runs: 5,
  disk: 4,
  formats: 4,
  train: 4,
  sample: 4,
  model: 3,
  tasks: 3,
  data: 2,
  layers: 2,
  optim: 2,
  text: 1,
  kernels: 1,
  ngram: 1,
  core: 0,
};

/** What runs in a browser page: all folders up to this level but `disk`. */
const PURE = 4;
const isPure = (folder: string) => (levels[folder] ?? PURE) <= PURE && folder !== 'disk';

/** The only files of these that use Node: threads, the native BLAS, and the flags of its compiler. */
const knowsNode = new Set([
  'train/replicas.ts',
  'train/replica-worker.ts',
  'sample/row-threads.ts',
  'sample/row-worker.ts',
  'kernels/blas/library.ts',
  'kernels/blas/search.ts',
  'kernels/wasm/node-flags.ts',
]);

interface Import {
  readonly file: string;
  readonly target: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.ts$/.test(file) && !/\/(assembly|generated)\//.test(file));
const imports = sources.flatMap(importsOf);

/** Static, type-only and dynamic imports, and re-exports; relative ones resolved to a path below src. */
function importsOf(file: string): Import[] {
  const code = readFileSync(join(root, 'src', file), 'utf8');
  const statements = code.matchAll(/(?:^|[\s;}])(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...statements].map(([, target]) => ({
    file,
    target: target!.startsWith('.') ? posix.join(dirname(file), target!) : target!,
  }));
}

/** The imports that close a cycle, each with the way round: depth first, an import of a file on the present path. */
function importCycles(): string[] {
  const targets = new Map<string, string[]>();
  for (const { file, target } of imports) {
    targets.set(file, [...(targets.get(file) ?? []), target.replace(/\.js$/, '.ts')]);
  }
  const cycles: string[] = [];
  const done = new Set<string>();
  function visit(file: string, path: readonly string[]): void {
    const at = path.indexOf(file);
    if (at >= 0) return void cycles.push([...path.slice(at), file].join(' -> '));
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  }
  for (const file of targets.keys()) visit(file, []);
  return cycles;
}

/** `start` and all files that it imports, directly or not. */
function reachableFrom(start: string, found = new Set<string>()): Set<string> {
  found.add(start);
  for (const { file, target } of imports) {
    const next = target.replace(/\.js$/, '.ts');
    if (file === start && !found.has(next)) reachableFrom(next, found);
  }
  return found;
}

const folder = (path: string) => path.split('/')[0]!;
const inside = imports.filter(({ target }) => folder(target) in levels && target.endsWith('.js'));

describe('the architecture', () => {
  it('has a level for every folder of src, and a folder for every level', () => {
    const folders = new Set(sources.filter((file) => file.includes('/')).map(folder));
    expect([...folders].sort()).to.deep.equal(Object.keys(levels).sort());
    expect(imports.length).to.be.above(300);
  });

  it('has imports that only point down', () => {
    const wrong = inside.filter(({ file, target }) => {
      const [from, to] = [folder(file), folder(target)];
      if (from === to || file === 'index.ts') return false;
      return levels[to]! >= levels[from]!;
    });
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).to.deep.equal([]);
  });

  it('has a command line that imports what it calls and what renders it, and no module below them', () => {
    const above = new Set(['cli', 'app', 'report', 'core']);
    const wrong = imports.filter(
      ({ file, target }) => folder(file) === 'cli' && folder(target) in levels && !above.has(folder(target)),
    );
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).to.deep.equal([]);
  });

  it('has no import cycle', () => {
    expect(importCycles()).to.deep.equal([]);
  });

  it('keeps Node out of what runs in a browser, threads and the native BLAS aside', () => {
    const wrong = imports.filter(
      ({ file, target }) => isPure(folder(file)) && /^(node:|koffi$)/.test(target) && !knowsNode.has(file),
    );
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).to.deep.equal([]);
  });

  it('keeps packages and Node, and so terminals and streams, out of what computes figures', () => {
    const computes = (file: string) => ['inspect', 'eval'].includes(folder(file));
    const wrong = imports.filter(({ file, target }) => computes(file) && !(folder(target) in levels));
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).to.deep.equal([]);
  });

  it('names a cell in its descriptor, its kernels, its form in ONNX, the registry, and where a plan chooses it', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
    const naming = files
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.ts') && !file.includes('/generated/'))
      .filter((file) => /(?<![a-zA-Z-])gru/i.test(readFileSync(join(root, 'src', file), 'utf8')));
    expect(naming.sort()).to.deep.equal([
      'formats/onnx/forms.ts',
      'kernels/js/gru.ts',
      'kernels/wasm/assembly/cells/gru.ts',
      'kernels/wasm/assembly/index.ts',
      'layers/cells.ts',
      'layers/gru.ts',
      'train/plan/rule.ts',
    ]);
  });

  it('exports from index.ts no part of the command line or of the page', () => {
    const library = reachableFrom('index.ts');
    const targets = imports.filter(({ file }) => library.has(file)).map(({ target }) => target);
    expect(targets.filter((target) => /^(cli|page|report)\//.test(target))).to.deep.equal([]);
  });

  it('exports from in-memory/ only what imports neither the disk nor Node', () => {
    const library = reachableFrom('in-memory/index.ts');
    const wrong = imports
      .filter(({ file }) => library.has(file) && !knowsNode.has(file))
      .filter(({ target }) => /^(disk|runs|material|cli)\/|^(node:|koffi$)/.test(target));
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).to.deep.equal([]);
  });
});
