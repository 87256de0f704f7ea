/**
 * Makes dist/play.html, the page in one file: page.html with its style, its script, that of its worker and the example
 * texts in place. `npm run page`, and part of `npm run build`; it does nothing when the result is newer than its
 * sources.
 */
import { build, transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { pack, packedExamples } from './examples.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const src = fileURLToPath(new URL('..', import.meta.url));
const target = fileURLToPath(new URL('../../dist/play.html', import.meta.url));

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

async function bundle(entry, format = 'iife') {
  const { outputFiles } = await build({
    entryPoints: [here + entry],
    bundle: true,
    write: false,
    minify: true,
    format,
    target: 'es2023',
    charset: 'utf8',
    plugins: [withoutNode, kernelBytes],
  });
  return outputFiles[0].text.trim();
}

/** A module of src. */
async function load(file) {
  const script = await bundle(file, 'esm');
  return import(`data:text/javascript;base64,${Buffer.from(script).toString('base64')}`);
}

/** The names of the cells, so that the page's own script needs no cell. */
async function cellOptions() {
  const { cellNames } = await load('../layers/cells.ts');
  return cellNames()
    .map((name) => `<option>${name}</option>`)
    .join('');
}

const digest = (source) => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;

function policy(script, style) {
  return [
    "default-src 'none'",
    `script-src ${digest(script)} 'wasm-unsafe-eval'`,
    `style-src ${digest(style)}`,
    'worker-src blob:',
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** No white space between the tags and their content, which a digest would include. */
function fill(template, pieces) {
  return Object.entries(pieces).reduce(
    (page, [name, piece]) =>
      page.replace(new RegExp(`\\s*(\\{${name}\\}|/\\* ${name} \\*/)\\s*`), () => piece),
    template,
  );
}

/** Escapes text so that it cannot end its script element. */
const inert = (script) => script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');

async function makePage() {
  const styles = ['cells', 'page', 'views'].map((name) => `${here}${name}.css`);
  const uplot = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css');
  const script = inert(await bundle('main.ts', 'esm'));
  const worker = pack(await bundle('worker/main.ts'));
  const { pageColors } = await load('colors.ts');
  const rules = [pageColors(), ...[uplot, ...styles].map((file) => readFileSync(file, 'utf8'))];
  const { code } = await transform(rules.join('\n'), { loader: 'css', minify: true });
  const style = code.trim();
  const cells = await cellOptions();
  const pieces = { policy: policy(script, style), style, cells, ...(await packedExamples()), worker, script };
  return fill(readFileSync(`${here}page.html`, 'utf8'), pieces);
}

const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sources = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|mjs|html|css)$/.test(entry.name))
  .map((entry) => `${entry.parentPath}/${entry.name}`);

if (Math.max(...sources.map(changed)) >= changed(target)) {
  mkdirSync(fileURLToPath(new URL('../../dist', import.meta.url)), { recursive: true });
  writeFileSync(target, await makePage());
}
