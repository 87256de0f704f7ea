/** Bundles for the page, and modules of the project for the scripts that make it, which run before tsc does. */
import { build } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Node only; not reached in a browser (kernels/index.ts). */
const withoutNode = {
  name: 'without-node',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /(blas\/(library|index)|node-flags)\.js$/ }, ({ path }) => ({
      path,
      namespace: 'none',
    }));
    onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: '' }));
  },
};

/** Deflate looks back 32 kB, which the bytes of one module as text exceed: pieces of all modules lie side by side. */
const PIECE = 6000;

/** The modules as text of their bytes, in turns, since they are nearly identical. */
const kernelBytes = {
  name: 'kernel-bytes',
  setup({ onLoad }) {
    onLoad({ filter: /wasm\/generated\/modules\.ts$/ }, ({ path }) => {
      const found = [...readFileSync(path, 'utf8').matchAll(/export const (\w+) =\s*'([^']*)'/g)];
      const modules = found.map(([, , base64]) => Buffer.from(base64, 'base64').toString('latin1'));
      const longest = Math.max(...modules.map(({ length }) => length));
      const pieces = [];
      for (let at = 0; at < longest; at += PIECE)
        pieces.push(modules.map((bytes) => bytes.slice(at, at + PIECE)));
      const exported = found.map(
        ([, name], i) => `export const ${name} = btoa(pieces.map((piece) => piece[${i}]).join(''));`,
      );
      return { contents: [`const pieces = ${JSON.stringify(pieces)};`, ...exported].join('\n') };
    });
  },
};

/** A module of the page with all it imports, as one script. */
export const bundle = (entry, format = 'iife') =>
  bundled(entry, { format, plugins: [withoutNode, kernelBytes] });

async function bundled(entry, options) {
  const { outputFiles } = await build({
    entryPoints: [here + entry],
    bundle: true,
    write: false,
    minify: true,
    target: 'es2023',
    charset: 'utf8',
    ...options,
  });
  return outputFiles[0].text.trim();
}

/** A module of the project, by its path from this folder, to be called here: in dist, where it finds the packages. */
export async function load(file) {
  const script = await bundled(file, { format: 'esm', platform: 'node', packages: 'external' });
  const made = new URL(`../../dist/page-modules/${basename(file, '.ts')}.mjs`, import.meta.url);
  mkdirSync(new URL('.', made), { recursive: true });
  writeFileSync(made, script);
  return import(made.href);
}
