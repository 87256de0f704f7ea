/**
 * Makes dist/play.html, the page in one file: page.html with its style, its script, that of its worker and the example
 * texts in place. `npm run page`, and part of `npm run build`; it does nothing when the result is newer than its
 * sources.
 */
import { transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { pack, packedExamples, packedNetwork } from './examples.mjs';
import { bundle, load } from './load.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const target = `${root}dist/play.html`;

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
  const styles = ['cells', 'page', 'views', 'lessons'].map((name) => `${here}${name}.css`);
  const uplot = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css');
  const script = inert(await bundle('main.ts', 'esm'));
  const worker = pack(await bundle('worker/main.ts'));
  const { pageColors } = await load('colors.ts');
  const rules = [pageColors(), ...[uplot, ...styles].map((file) => readFileSync(file, 'utf8'))];
  const { code } = await transform(rules.join('\n'), { loader: 'css', minify: true });
  const style = code.trim();
  const cells = await cellOptions();
  const packed = { ...(await packedExamples()), ...(await packedNetwork()), worker };
  const pieces = { policy: policy(script, style), style, cells, ...packed, script };
  return fill(readFileSync(`${here}page.html`, 'utf8'), pieces);
}

const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
/** The example of code is the project's own, of all these. */
const sources = ['src', 'test', 'corpora', 'bench', 'docs', 'examples']
  .filter((folder) => existsSync(root + folder))
  .flatMap((folder) => readdirSync(root + folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(ts|mjs|html|css|json|safetensors)$/.test(entry.name))
  .map((entry) => `${entry.parentPath}/${entry.name}`);

if (Math.max(...sources.map(changed)) >= changed(target)) {
  mkdirSync(`${root}dist`, { recursive: true });
  writeFileSync(target, await makePage());
}
