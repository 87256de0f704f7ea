import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The floors of docs/architecture.md. Imports point down; neighbors on a floor do not know each other. */
const floors: Record<string, number> = {
  cli: 6,
  inspect: 5,
  eval: 5,
  files: 4,
  formats: 3,
  train: 3,
  sample: 3,
  ngram: 3,
  text: 2,
  model: 2,
  layers: 1,
  optim: 1,
  core: 1,
  kernels: 0,
};

/** Core holds the types that its neighbors, and the kernels below, are about. */
const mayImportCore = new Set(['layers', 'optim', 'kernels']);

/** The only files of floors 0 to 3 that know Node: threads, the native BLAS, and the flags of its compiler. */
const knowsNode = new Set([
  'train/replicas.ts',
  'train/replica-worker.ts',
  'kernels/blas/library.ts',
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

const folder = (path: string) => path.split('/')[0]!;
const inside = imports.filter(({ target }) => folder(target) in floors && target.endsWith('.js'));

describe('the house', () => {
  it('has a floor for every folder of src, and a folder for every floor', () => {
    const folders = new Set(sources.filter((file) => file.includes('/')).map(folder));
    expect([...folders].sort()).to.deep.equal(Object.keys(floors).sort());
    expect(imports.length).to.be.above(300);
  });

  it('has imports that only point down', () => {
    const wrong = inside.filter(({ file, target }) => {
      const [from, to] = [folder(file), folder(target)];
      if (from === to || file === 'index.ts') return false;
      if (to === 'core' && mayImportCore.has(from)) return false;
      return floors[to]! >= floors[from]!;
    });
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).to.deep.equal([]);
  });

  it('keeps Node out of floors 0 to 3, threads and the native BLAS aside', () => {
    const wrong = imports.filter(({ file, target }) => {
      const floor = floors[folder(file)] ?? 3;
      return floor <= 3 && /^(node:|koffi$)/.test(target) && !knowsNode.has(file);
    });
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).to.deep.equal([]);
  });

  it('names cells in one place only: model/build.ts alone imports them', () => {
    const users = inside.filter(({ target }) => /^layers\/(rnn|lstm|gru)\.js$/.test(target));
    const outside = users.filter(({ file }) => folder(file) !== 'layers' && file !== 'index.ts');
    expect(new Set(outside.map(({ file }) => file))).to.deep.equal(new Set(['model/build.ts']));
  });

  it('is exported as a library up to floor 3', () => {
    const above = inside.filter(({ file, target }) => file === 'index.ts' && floors[folder(target)]! > 3);
    expect(above).to.deep.equal([]);
  });
});
